# hillock::lab – data, experiments and reports. Static always: its classes change with every version, so there is no binary
# interface that a shared library could keep.
find_package(ZLIB REQUIRED)
find_package(Threads REQUIRED)
find_package(fmt REQUIRED)
find_package(nlohmann_json REQUIRED)

file(GLOB lab_sources CONFIGURE_DEPENDS
  ${PROJECT_SOURCE_DIR}/src/data/*.cpp ${PROJECT_SOURCE_DIR}/src/lab/*.cpp
  ${PROJECT_SOURCE_DIR}/src/lab/metrics/*.cpp ${PROJECT_SOURCE_DIR}/src/lab/probes/*.cpp
  ${PROJECT_SOURCE_DIR}/src/report/*.cpp)
if(lab_sources)
  add_library(hillock_lab STATIC ${lab_sources})
  add_library(hillock::lab ALIAS hillock_lab)
  set_target_properties(hillock_lab PROPERTIES EXPORT_NAME lab POSITION_INDEPENDENT_CODE ON)
  target_include_directories(hillock_lab PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/src>)
  target_link_libraries(hillock_lab
    PUBLIC hillock_engine hillock
    PRIVATE $<BUILD_INTERFACE:hillock_options> ZLIB::ZLIB Threads::Threads fmt::fmt
            $<BUILD_INTERFACE:nlohmann_json::nlohmann_json>)
endif()
