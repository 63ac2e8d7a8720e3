// Numbers for names: a page has few names and many uses of each.
#include <mycore/myosi.h>
#include <string.h>

#include "parts.h"

static unsigned char lower(char byte) {
  const unsigned char value = (unsigned char)byte;
  return value >= 'A' && value <= 'Z' ? value + 32 : value;
}

static bool is_same(const struct dash_html_entry *entry, const char *name, size_t length, uint32_t hash) {
  if (entry->hash != hash || entry->length != length) return false;
  for (size_t i = 0; i < length; i++) {
    if (lower(entry->name[i]) != lower(name[i])) return false;
  }
  return true;
}

static void grow(dash_html_names *names) {
  names->room = names->room ? names->room * 2 : 128;
  names->entries = mycore_realloc(names->entries, names->room * sizeof *names->entries);
  mycore_free(names->slots);
  names->mask = names->room * 2 - 1;
  names->slots = mycore_calloc(names->room * 2, sizeof *names->slots);
  for (uint32_t number = 0; number < names->count; number++) {
    uint32_t slot = names->entries[number].hash & names->mask;
    while (names->slots[slot]) slot = (slot + 1) & names->mask;
    names->slots[slot] = number + 1;
  }
}

uint32_t dash_html_number(dash_html_names *names, const char *name, size_t length) {
  uint32_t hash = 2166136261u;  // FNV-1a
  for (size_t i = 0; i < length; i++) hash = (hash ^ lower(name[i])) * 16777619u;
  if (names->count == names->room) grow(names);
  uint32_t slot = hash & names->mask;
  for (; names->slots[slot]; slot = (slot + 1) & names->mask) {
    const uint32_t number = names->slots[slot] - 1;
    if (is_same(&names->entries[number], name, length, hash)) return number;
  }
  names->entries[names->count] = (struct dash_html_entry){.name = name, .length = length, .hash = hash};
  names->slots[slot] = names->count + 1;
  return names->count++;
}

bool dash_html_is_first(dash_html_names *names, uint32_t number, size_t element) {
  if (names->entries[number].element == element) return false;
  names->entries[number].element = element;
  return true;
}

void dash_html_names_free(dash_html_names *names) {
  mycore_free(names->entries);
  mycore_free(names->slots);
}
