# tessera_add_plugin(<id> SOURCES ... [LIBRARIES ...] [TESTS ...] [TEST_SOURCES ...])
#
# Builds lib<id>.so from SOURCES and lays the plugin's folder out as the kernel reads it:
#   <plugins folder>/<id>/{plugin.json, lib<id>.so, migrations/, templates/, i18n/, static/}
# plugin.json is stamped with the SDK's api and abi, which the kernel checks before it opens the
# library. If the plugin has an include/ folder, the interface target <id>_api carries it, for
# plugins that name this one in "requires" or "optional".
include_guard(GLOBAL)

# The header that states api and abi: in the source tree, or where it is installed.
find_file(TESSERA_PLUGIN_HEADER tessera/plugin.hpp NO_DEFAULT_PATH
  PATHS ${CMAKE_CURRENT_LIST_DIR}/../include ${CMAKE_CURRENT_LIST_DIR}/../../../include)

function(tessera_add_plugin id)
  cmake_parse_arguments(ARG "" "" "SOURCES;LIBRARIES;TESTS;TEST_SOURCES" ${ARGN})
  set(here ${CMAKE_CURRENT_SOURCE_DIR})
  if(DEFINED TESSERA_HOME)
    set(out ${TESSERA_HOME}/plugins/${id})
  else()
    set(out ${CMAKE_CURRENT_BINARY_DIR}/plugins/${id})
  endif()

  # A source that is not there yet stops this plugin's build, not everybody's.
  foreach(list ARG_SOURCES ARG_TESTS ARG_TEST_SOURCES)
    foreach(source ${${list}})
      if(NOT EXISTS ${here}/${source})
        message(WARNING "${id}: ${source} is missing")
        list(REMOVE_ITEM ${list} ${source})
      endif()
    endforeach()
  endforeach()

  add_library(${id} MODULE ${ARG_SOURCES})
  target_compile_features(${id} PRIVATE cxx_std_20)
  target_compile_definitions(${id} PRIVATE TESSERA_PLUGIN_ID="${id}")
  # Two versions of a plugin can be mapped at once and must not share state: hidden symbols, and no
  # STB_GNU_UNIQUE, which would bind them together process-wide.
  set_target_properties(${id} PROPERTIES CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON
    PREFIX lib OUTPUT_NAME ${id} LIBRARY_OUTPUT_DIRECTORY ${out})
  target_compile_options(${id} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-fno-gnu-unique>)
  target_link_options(${id} PRIVATE -Wl,-z,defs)
  target_link_libraries(${id} PRIVATE Tessera::sdk ${ARG_LIBRARIES})
  target_include_directories(${id} PRIVATE ${here}/src ${here}/include)
  target_precompile_headers(${id} PRIVATE <nlohmann/json.hpp> <tessera/tessera.hpp>)
  if(COMMAND tessera_warnings)
    tessera_warnings(${id})
  endif()

  if(EXISTS ${here}/include)
    add_library(${id}_api INTERFACE)
    target_include_directories(${id}_api INTERFACE ${here}/include)
  endif()

  file(GLOB_RECURSE assets CONFIGURE_DEPENDS
    ${here}/plugin.json ${here}/migrations/* ${here}/templates/* ${here}/i18n/* ${here}/static/*)
  add_custom_command(OUTPUT ${out}/plugin.json
    COMMAND ${CMAKE_COMMAND} -DFROM=${here} -DTO=${out} -DSDK=${CMAKE_CURRENT_FUNCTION_LIST_DIR}
            -DHEADER=${TESSERA_PLUGIN_HEADER}
            -P ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/StampPlugin.cmake
    DEPENDS ${assets} ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/StampPlugin.cmake VERBATIM)
  add_custom_target(${id}_assets ALL DEPENDS ${out}/plugin.json)
  add_dependencies(${id} ${id}_assets)

  if(ARG_TESTS AND COMMAND tessera_test)
    tessera_test(NAME ${id}_test SOURCES ${ARG_TESTS} ${ARG_TEST_SOURCES}
      LIBRARIES Tessera::sdk ${ARG_LIBRARIES})
    target_include_directories(${id}_test PRIVATE ${here}/src ${here}/include)
  endif()
endfunction()
