# Helpers of the in-tree build.
include_guard(GLOBAL)

# Warnings are errors for everything written here.
function(tessera_warnings target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor
    -Wold-style-cast -Wcast-align -Wconversion -Wno-sign-conversion -Werror)
  # g++ 12 sees overruns in std::string's own operator+ that are not there (GCC bugs 105329, 105651).
  target_compile_options(${target} PRIVATE
    $<$<CXX_COMPILER_ID:GNU>:-Wno-array-bounds;-Wno-restrict;-Wno-stringop-overflow -Wno-stringop-overread>)
endfunction()

# tessera_test(NAME name SOURCES ... LIBRARIES ...): one GoogleTest program beside the code, run by ctest.
function(tessera_test)
  cmake_parse_arguments(ARG "" "NAME" "SOURCES;LIBRARIES" ${ARGN})
  find_package(GTest REQUIRED)
  add_executable(${ARG_NAME} ${ARG_SOURCES})
  tessera_warnings(${ARG_NAME})
  # They run for a moment: what -O2 costs the compiler they never give back.
  target_compile_options(${ARG_NAME} PRIVATE -O1)
  target_link_libraries(${ARG_NAME} PRIVATE ${ARG_LIBRARIES} GTest::gtest GTest::gtest_main)
  add_test(NAME ${ARG_NAME} COMMAND ${ARG_NAME})
  set_tests_properties(${ARG_NAME} PROPERTIES LABELS unit TIMEOUT 120)
endfunction()
