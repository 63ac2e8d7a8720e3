#include "JSONRepair.h"

#include <charconv>
#include <cstdlib>

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

struct Number {
  size_t end;
  bool is_integer;
  bool overflows;
};

// Reads a number by the grammar of RFC 8259; what is no number ends at `start`.
Number read_number(const char *bytes, size_t length, size_t start) {
  size_t at = start;
  bool is_zero = true;
  const auto digits = [&] {
    const size_t first = at;
    for (; at < length && is_digit(bytes[at]); at++) is_zero = is_zero && bytes[at] == '0';
    return at - first;
  };
  if (at < length && bytes[at] == '-') at++;
  const long whole = long(digits());
  if (whole == 0) return {start, false, false};
  const bool is_fraction = is_zero;
  bool is_integer = true;
  long leading_zeros = 0;
  if (at + 1 < length && bytes[at] == '.' && is_digit(bytes[at + 1])) {
    is_integer = false;
    at++;
    while (at < length && bytes[at] == '0') at++, leading_zeros++;
    digits();
  }
  long exponent = 0;
  if (at < length && (bytes[at] == 'e' || bytes[at] == 'E')) {
    size_t next = at + 1;
    const bool is_negative = next < length && bytes[next] == '-';
    if (next < length && (bytes[next] == '-' || bytes[next] == '+')) next++;
    if (next < length && is_digit(bytes[next])) {
      is_integer = false;
      at = next;
      while (at < length && is_digit(bytes[at])) {
        if (exponent < 1'000'000'000) exponent = exponent * 10 + (bytes[at] - '0');
        at++;
      }
      if (is_negative) exponent = -exponent;
    }
  }
  // The decimal places before the point of the value written out.
  const long magnitude = is_fraction ? exponent - leading_zeros : whole + exponent;
  bool overflows = !is_zero && magnitude > 309;
  if (!is_zero && magnitude == 309) {
    double value = 0;
    overflows = std::from_chars(bytes + start, bytes + at, value).ec != std::errc();
  }
  return {at, is_integer, overflows};
}

// Four hexadecimal digits behind "\u"; -1 for others.
int code_unit(const char *bytes, size_t length, size_t at) {
  if (at + 6 > length || bytes[at] != '\\' || bytes[at + 1] != 'u') return -1;
  int unit = 0;
  const auto end = bytes + at + 6;
  return std::from_chars(bytes + at + 2, end, unit, 16).ptr == end ? unit : -1;
}

bool is_high(int unit) { return unit >= 0xD800 && unit < 0xDC00; }
bool is_low(int unit) { return unit >= 0xDC00 && unit < 0xE000; }

} // namespace

std::string dash::repaired(const char *bytes, size_t length, uint32_t &changes) {
  std::string text;
  text.reserve(length + 64);
  changes = 0;
  size_t at = 0;
  while (at < length) {
    if (bytes[at] == '"') {
      text += bytes[at++];
      while (at < length && bytes[at] != '"') {
        const int unit = code_unit(bytes, length, at);
        if (is_high(unit) && is_low(code_unit(bytes, length, at + 6))) {
          text.append(bytes + at, 12);
          at += 12;
        } else if (is_high(unit) || is_low(unit)) {
          text += "\\ufffd";
          at += 6;
          changes++;
        } else {
          const size_t step = bytes[at] == '\\' && at + 1 < length ? 2 : 1;
          text.append(bytes + at, step);
          at += step;
        }
      }
      if (at < length) text += bytes[at++];
    } else if (bytes[at] == '-' || is_digit(bytes[at])) {
      const Number number = read_number(bytes, length, at);
      if (number.end == at) {
        text += bytes[at++];
        continue;
      }
      if (number.overflows) {
        text += bytes[at] == '-' ? "-1.7976931348623157e308" : "1.7976931348623157e308";
        changes++;
      } else {
        text.append(bytes + at, number.end - at);
        // Longer than any integer simdjson reads: a double.
        if (number.is_integer && number.end - at > 18) {
          int64_t small = 0;
          uint64_t large = 0;
          const auto end = bytes + number.end;
          if (std::from_chars(bytes + at, end, small).ec != std::errc() &&
              std::from_chars(bytes + at, end, large).ec != std::errc()) {
            text += ".0";
            changes++;
          }
        }
      }
      at = number.end;
    } else {
      text += bytes[at++];
    }
  }
  return text;
}
