# Checks of the functions: hashes of all outputs, the proof against MPFR where it is there. For the program and the tests.
find_package(Threads REQUIRED)
file(GLOB verify_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/verify/*.cpp)
list(FILTER verify_sources EXCLUDE REGEX "/filter_(avx512|avx2|neon)\\.cpp$")
add_library(hillock_verify STATIC ${verify_sources})
target_include_directories(hillock_verify PUBLIC ${PROJECT_SOURCE_DIR}/src)
target_link_libraries(hillock_verify PUBLIC hillock PRIVATE hillock_options hillock_headers Threads::Threads)

if(NOT CMAKE_CROSSCOMPILING)
  find_library(MPFR_LIBRARY mpfr)
  find_library(GMP_LIBRARY gmp)
endif()
if(MPFR_LIBRARY AND GMP_LIBRARY)
  target_compile_definitions(hillock_verify PUBLIC HILLOCK_MPFR=1 PRIVATE HILLOCK_VECTOR_PATHS=$<BOOL:${HILLOCK_VECTOR_PATHS}>)
  target_link_libraries(hillock_verify PUBLIC ${MPFR_LIBRARY} ${GMP_LIBRARY})
  # The filter of the proof runs on vectors; one file per instruction set, as in src/isa.
  if(NOT HILLOCK_VECTOR_PATHS)
    # none
  elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
    target_sources(hillock_verify PRIVATE ${PROJECT_SOURCE_DIR}/src/verify/filter_avx512.cpp ${PROJECT_SOURCE_DIR}/src/verify/filter_avx2.cpp)
    set_source_files_properties(${PROJECT_SOURCE_DIR}/src/verify/filter_avx512.cpp PROPERTIES
      COMPILE_OPTIONS "-march=x86-64-v4;-maes;-mpclmul;-mprefer-vector-width=512")
    set_source_files_properties(${PROJECT_SOURCE_DIR}/src/verify/filter_avx2.cpp PROPERTIES
      COMPILE_OPTIONS "-march=x86-64-v3;-maes;-mpclmul")
  elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "aarch64|arm64")
    target_sources(hillock_verify PRIVATE ${PROJECT_SOURCE_DIR}/src/verify/filter_neon.cpp)
    set_source_files_properties(${PROJECT_SOURCE_DIR}/src/verify/filter_neon.cpp PROPERTIES COMPILE_OPTIONS "-march=armv8-a+crypto")
  endif()
endif()
