# hillock::hillock – the activation functions. Needs Highway to build (x86-64, AArch64).

# What every target of this project is compiled with. Contraction is off because it would change bits between compilers.
add_library(hillock_options INTERFACE)
target_compile_features(hillock_options INTERFACE cxx_std_20)
target_compile_options(hillock_options INTERFACE
  -ffp-contract=off -Wall -Wextra -Wpedantic -Wconversion $<$<BOOL:${HILLOCK_WERROR}>:-Werror>
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)  # gcc 12 warns inside its own std::string (GCC bug 105651)
if(HILLOCK_SANITIZE)
  target_compile_options(hillock_options INTERFACE -fsanitize=${HILLOCK_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(hillock_options INTERFACE -fsanitize=${HILLOCK_SANITIZE})
endif()

# Libraries that are headers only here. A cross build borrows the build machine's through a folder that holds nothing else.
add_library(hillock_headers INTERFACE)
if(CMAKE_CROSSCOMPILING)
  file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/borrowed)
  foreach(header hwy xxhash.h xxh3.h boost)
    if(EXISTS /usr/include/${header})
      file(CREATE_LINK /usr/include/${header} ${PROJECT_BINARY_DIR}/borrowed/${header} SYMBOLIC)
    endif()
  endforeach()
  target_include_directories(hillock_headers SYSTEM INTERFACE ${PROJECT_BINARY_DIR}/borrowed)
else()
  find_path(HIGHWAY_INCLUDE_DIR hwy/highway.h REQUIRED)
  if(NOT HIGHWAY_INCLUDE_DIR STREQUAL "/usr/include")
    target_include_directories(hillock_headers SYSTEM INTERFACE ${HIGHWAY_INCLUDE_DIR})
  endif()
endif()

configure_file(${PROJECT_SOURCE_DIR}/cmake/version.hpp.in ${PROJECT_BINARY_DIR}/include/hillock/version.hpp @ONLY)

file(GLOB function_sources CONFIGURE_DEPENDS
  ${PROJECT_SOURCE_DIR}/src/face/*.cpp ${PROJECT_SOURCE_DIR}/src/formula/*.cpp ${PROJECT_SOURCE_DIR}/src/kernel/*.cpp ${PROJECT_SOURCE_DIR}/src/base/*.cpp)
add_library(hillock ${function_sources} ${PROJECT_SOURCE_DIR}/src/isa/dispatch.cpp)
add_library(hillock::hillock ALIAS hillock)

file(GLOB activations CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR}/src/activations ${PROJECT_SOURCE_DIR}/src/activations/*.hpp)
list(REMOVE_ITEM activations list.hpp)

# Kernels are optimised whatever the project around them chose, but for its debug builds.
set(kernel_options $<$<NOT:$<CONFIG:Debug>>:-O3>)
set(portable_options $<$<NOT:$<CONFIG:Debug>>:-O2>)
if(HILLOCK_SANITIZE)
  set(kernel_options -O1)
  if(NOT HILLOCK_SANITIZE_KERNELS)
    list(APPEND kernel_options -fno-sanitize=all)
  endif()
  set(portable_options ${kernel_options})
endif()

# The instruction sets of this machine and their flags. Highway falls back to SSSE3 without -maes -mpclmul; src/isa asserts each target.
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  set(vector_paths avx512 avx2)
  set(avx512_flags -march=x86-64-v4 -maes -mpclmul -mprefer-vector-width=512)
  set(avx2_flags -march=x86-64-v3 -maes -mpclmul)
elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "aarch64|arm64")
  set(vector_paths neon)
  set(neon_flags -march=armv8-a+crypto)
elseif(HILLOCK_VECTOR_PATHS)
  message(FATAL_ERROR "hillock: no instruction set file for ${CMAKE_SYSTEM_PROCESSOR}; see HACKING.md")
endif()
if(NOT HILLOCK_VECTOR_PATHS)
  set(vector_paths)
endif()

# One instruction set: its table, and a unit for each activation.
function(hillock_instruction_set isa)
  set(sources ${PROJECT_SOURCE_DIR}/src/isa/${isa}.cpp)
  foreach(part loops formula gates training)
    set(source ${PROJECT_BINARY_DIR}/units/${part}_${isa}.cpp)
    configure_file(${PROJECT_SOURCE_DIR}/src/isa/${part}.cpp.in ${source} @ONLY)
    list(APPEND sources ${source})
  endforeach()
  foreach(activation ${activations})
    string(REPLACE .hpp "" activation ${activation})
    set(source ${PROJECT_BINARY_DIR}/units/${activation}_${isa}.cpp)
    configure_file(${PROJECT_SOURCE_DIR}/src/isa/unit.cpp.in ${source} @ONLY)
    list(APPEND sources ${source})
  endforeach()
  add_library(hillock_${isa} OBJECT ${sources})
  add_library(hillock_${isa}_options INTERFACE)  # of what is linked the last options count, of a target's own they do not
  target_compile_options(hillock_${isa}_options INTERFACE ${ARGN})
  target_link_libraries(hillock_${isa} PRIVATE hillock_options hillock_headers hillock_${isa}_options)
  target_include_directories(hillock_${isa} PRIVATE ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR}/include ${PROJECT_BINARY_DIR}/include)
  set_target_properties(hillock_${isa} PROPERTIES POSITION_INDEPENDENT_CODE ON CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
  if(HILLOCK_PRECOMPILE)
    target_precompile_headers(hillock_${isa} PRIVATE ${PROJECT_SOURCE_DIR}/src/isa/${isa}.hpp)
    # gcc's own headers silence these around their undefined registers; a precompiled header forgets that.
    target_compile_options(hillock_${isa}_options INTERFACE
      $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized$<SEMICOLON>-Wno-uninitialized>)
  endif()
  target_sources(hillock PRIVATE $<TARGET_OBJECTS:hillock_${isa}>)
endfunction()
foreach(isa ${vector_paths})
  hillock_instruction_set(${isa} ${kernel_options} ${${isa}_flags})
endforeach()
hillock_instruction_set(portable ${portable_options})
foreach(activation ${activations})
  string(REPLACE .hpp "" activation ${activation})
  set(source ${PROJECT_BINARY_DIR}/units/${activation}_precise.cpp)
  configure_file(${PROJECT_SOURCE_DIR}/src/isa/precise.cpp.in ${source} @ONLY)
  target_sources(hillock_portable PRIVATE ${source})
endforeach()
target_compile_definitions(hillock PRIVATE HILLOCK_VECTOR_PATHS=$<BOOL:${HILLOCK_VECTOR_PATHS}>)

target_include_directories(hillock
  PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include> $<BUILD_INTERFACE:${PROJECT_BINARY_DIR}/include>
         $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>
  PRIVATE ${PROJECT_SOURCE_DIR}/src)
target_compile_features(hillock PUBLIC cxx_std_20)
target_link_libraries(hillock PRIVATE $<BUILD_INTERFACE:hillock_options> $<BUILD_INTERFACE:hillock_headers>)
target_compile_definitions(hillock PRIVATE HILLOCK_THREADS=$<BOOL:${HILLOCK_THREADS}>)
find_package(Threads REQUIRED)
target_link_libraries(hillock PRIVATE Threads::Threads)
# While the first number of the version is 0, the second one counts as the interface's.
set_target_properties(hillock PROPERTIES POSITION_INDEPENDENT_CODE ON
  CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON DEFINE_SYMBOL ""
  VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})
if(BUILD_SHARED_LIBS AND NOT APPLE)
  target_link_options(hillock PRIVATE -Wl,--version-script=${PROJECT_SOURCE_DIR}/cmake/hillock.map
    -Wl,-z,nodelete)  # its helper threads stay after a dlclose
  set_property(TARGET hillock APPEND PROPERTY LINK_DEPENDS ${PROJECT_SOURCE_DIR}/cmake/hillock.map)
endif()
