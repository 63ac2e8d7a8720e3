// The doctypes that ask for quirks mode (<https://html.spec.whatwg.org/#the-initial-insertion-mode>), of which
// MyHTML knows only those that are malformed. In our trees it decides one thing: whether a <table> ends a <p>.
#include <string.h>
#include <strings.h>

#include "parts.h"

// Where the standard lists several that begin alike, the beginning.
static const char *const prefixes[] = {
    "+//Silmaril//dtd html Pro v0r11 19970101//",
    "-//AS//DTD HTML 3.0 asWedit + extensions//",
    "-//AdvaSoft Ltd//DTD HTML 3.0 asWedit + extensions//",
    "-//IETF//DTD HTML",
    "-//Metrius//DTD Metrius Presentational//",
    "-//Microsoft//DTD Internet Explorer ",
    "-//Netscape Comm. Corp.//DTD ",
    "-//O'Reilly and Associates//DTD HTML ",
    "-//SQ//DTD HTML 2.0 HoTMetaL + extensions//",
    "-//SoftQuad Software//DTD HoTMetaL PRO 6.0::19990601::extensions to HTML 4.0//",
    "-//SoftQuad//DTD HoTMetaL PRO 4.0::19971010::extensions to HTML 4.0//",
    "-//Spyglass//DTD HTML 2.0 Extended//",
    "-//Sun Microsystems Corp.//DTD HotJava ",
    "-//W3C//DTD HTML 3 1995-03-24//",
    "-//W3C//DTD HTML 3.2",
    "-//W3C//DTD HTML 4.0 Frameset//",
    "-//W3C//DTD HTML 4.0 Transitional//",
    "-//W3C//DTD HTML Experimental ",
    "-//W3C//DTD W3 HTML//",
    "-//W3O//DTD W3 HTML 3.0//",
    "-//WebTechs//DTD Mozilla HTML",
};
static const char *const whole[] = {
    "-//W3O//DTD W3 HTML Strict 3.0//EN//",
    "-/W3C/DTD HTML 4.0 Transitional/EN",
    "HTML",
};
// These where there is no system identifier, which MyHTML tells as an empty one.
static const char *const halves[] = {
    "-//W3C//DTD HTML 4.01 Frameset//",
    "-//W3C//DTD HTML 4.01 Transitional//",
};
static const char ibm[] = "http://www.ibm.com/data/dtd/v11/ibmxhtml1-transitional.dtd";

static bool begins(const char *text, const char *start) { return strncasecmp(text, start, strlen(start)) == 0; }

bool dash_html_is_quirky(const myhtml_tree_doctype_t *doctype) {
  const char *public = doctype->attr_public, *system = doctype->attr_system;
  if (system && strcasecmp(system, ibm) == 0) return true;
  if (!public) return false;
  for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
    if (begins(public, prefixes[i])) return true;
  }
  for (size_t i = 0; i < sizeof whole / sizeof *whole; i++) {
    if (strcasecmp(public, whole[i]) == 0) return true;
  }
  for (size_t i = 0; (!system || !*system) && i < sizeof halves / sizeof *halves; i++) {
    if (begins(public, halves[i])) return true;
  }
  return false;
}
