// HTML text by MyHTML, as a flat list of events that C and Swift can read.
//
// The library stands behind a few functions because it trusts its input more than we do: guard.c and memory.c
// say what it is kept from.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum {
  DASH_HTML_OPEN,       // an element begins: `name`
  DASH_HTML_ATTRIBUTE,  // of the element that began last: `name`, `bytes`
  DASH_HTML_TEXT,       // `bytes`; texts may follow each other
  DASH_HTML_CLOSE,      // the innermost open element ends
} dash_html_kind;

typedef struct {
  dash_html_kind kind;
  uint32_t name;        // of an element or attribute; see dash_html_name
  const char *bytes;    // UTF-8 where the text was, may hold NUL; lives as long as the page
  size_t length;
} dash_html_event;

typedef struct dash_html_page dash_html_page;

/// Parses a page (WHATWG HTML, scripting off), never deeper than DASH_HTML_DEPTH elements and a few.
/// `text` is UTF-8 and stays where it is until the page is freed. No memory ends the process with
/// DASH_EXIT_MEMORY.
dash_html_page *dash_html_parse(const char *text, size_t length);

/// Elements that can be open at a time, as in Blink and Gecko: what is deeper becomes a sibling.
enum { DASH_HTML_DEPTH = 512 };

/// The next event in document order; comments and the doctype are none. An element tells an attribute once.
bool dash_html_next(dash_html_page *page, dash_html_event *event);

/// The name with that number, in the case that its first use had. Numbers are dense, given in the order of first use,
/// and the same for a name in any case.
const char *dash_html_name(const dash_html_page *page, uint32_t number, size_t *length);

void dash_html_free(dash_html_page *page);
