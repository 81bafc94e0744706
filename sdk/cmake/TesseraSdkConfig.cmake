# find_package(TesseraSdk): the target Tessera::sdk and the function tessera_add_plugin. Inside
# Tessera's own build the target is there already.
include(CMakeFindDependencyMacro)
find_dependency(nlohmann_json)
if(NOT TARGET Tessera::sdk)
  include(${CMAKE_CURRENT_LIST_DIR}/TesseraSdkTargets.cmake)
endif()
include(${CMAKE_CURRENT_LIST_DIR}/TesseraPlugin.cmake)
