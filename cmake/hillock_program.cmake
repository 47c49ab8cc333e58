# The program `hillock`. With MPFR it can also prove (verify --prove).
find_package(CLI11 REQUIRED)
file(GLOB program_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/cli/*.cpp)
add_executable(hillock_program ${program_sources})
set_target_properties(hillock_program PROPERTIES OUTPUT_NAME hillock RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR})
target_compile_options(hillock_program PRIVATE $<$<CONFIG:Release>:-O1>)  # builds in half the time; the work is in the libraries
target_include_directories(hillock_program PRIVATE ${PROJECT_SOURCE_DIR}/src)
target_link_libraries(hillock_program PRIVATE hillock_lab hillock_verify hillock hillock_options CLI11::CLI11 fmt::fmt
  nlohmann_json::nlohmann_json Threads::Threads)
set_target_properties(hillock_program PROPERTIES UNITY_BUILD ${HILLOCK_UNITY})
