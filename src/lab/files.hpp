// SPDX-License-Identifier: Apache-2.0
// What the journal and the files of a report ask of the system beside reading and writing.
#pragma once
#include <sys/types.h>

#include <filesystem>

namespace hillock::lab {

/// open(2) with O_CLOEXEC whose descriptor is never that of a standard stream: where one of those is closed,
/// a message to it would otherwise be written into the file. −1 and errno where it fails.
int open_file(const std::filesystem::path& file, int flags, ::mode_t mode = 0) noexcept;

/// A new name survives a power cut only when the folder it is in is on the disk too. Not every file system
/// allows it: no error then. An empty path is the working directory.
void sync_folder(const std::filesystem::path& folder) noexcept;

/// Makes a folder and those above it that are missing, each on the disk before it is used. Throws
/// system_error.
void make_folders(const std::filesystem::path& folder);

}  // namespace hillock::lab
