// What the end of a page cuts off.
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "parts.h"

// Elements in which a `<` begins nothing but their own end tag.
static const char *const text_elements[] = {"script", "style",   "textarea", "title",    "xmp",
                                            "iframe", "noembed", "noframes", "plaintext"};

static bool is_name(const char *text, size_t length, const char *name) {
  const size_t size = strlen(name);
  return length >= size && strncasecmp(text, name, size) == 0 && (length == size || !isalnum((unsigned char)text[size]));
}

// Is the end of a text inside of such an element?
static bool is_in_text(const char *text, size_t length) {
  const char *open = NULL;
  for (size_t i = 0; i + 1 < length; i++) {
    if (text[i] != '<') continue;
    const bool is_end = text[i + 1] == '/';
    const char *name = text + i + 1 + is_end;
    const size_t rest = length - i - 1 - is_end;
    if (open) {
      if (is_end && is_name(name, rest, open)) open = NULL;
      continue;
    }
    for (size_t k = 0; k < sizeof text_elements / sizeof *text_elements && !is_end; k++) {
      if (is_name(name, rest, text_elements[k])) open = text_elements[k];
    }
  }
  return open;
}

// A tag that the end of the page cuts off is none (EOF in tag, 13.2.5 of the standard). The library would make a text
// of it.
size_t dash_html_whole_tags(const char *text, size_t length) {
  size_t start = length;
  while (start > 0 && text[start - 1] != '<' && text[start - 1] != '>') start--;
  if (start == 0 || text[start - 1] == '>') return length;
  const size_t name = start < length && text[start] == '/' ? start + 1 : start;
  const bool is_tag = name < length && isalpha((unsigned char)text[name]);
  return is_tag && !is_in_text(text, start - 1) ? start - 1 : length;
}
