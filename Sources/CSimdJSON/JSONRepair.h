// Sets right what simdjson refuses a whole document for although only one value is unusual.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>

namespace dash {

/// The text with numbers that do not fit (2^64, 1e400) written as the nearest double, and halves of
/// UTF-16 pairs (a lone \ud800) as U+FFFD. Everything else stays byte for byte.
/// `changes`: how many values were changed.
std::string repaired(const char *bytes, size_t length, uint32_t &changes);

} // namespace dash
