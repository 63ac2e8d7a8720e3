// JSON decoding by simdjson, as a flat list of nodes that C and Swift can read.
//
// A parsed document is its values in document order: an array node is followed by its `count`
// elements, an object node by `count` pairs of a string node (the key) and the value.
#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum {
  DASH_JSON_NULL,
  DASH_JSON_FALSE,
  DASH_JSON_TRUE,
  DASH_JSON_INTEGER,
  DASH_JSON_DOUBLE,
  DASH_JSON_STRING,
  DASH_JSON_ARRAY,
  DASH_JSON_OBJECT,
} dash_json_type;

typedef struct {
  dash_json_type type;
  uint32_t count;          // bytes of a string, elements of an array, pairs of an object
  union {
    int64_t integer;
    double number;
    const char *string;    // UTF-8, `count` bytes, may hold NUL; lives as long as the document
  };
} dash_json_node;

typedef struct dash_json_document dash_json_document;

/// Parses one JSON text (RFC 8259, a UTF-8 byte order mark is skipped).
/// Returns NULL on failure and then points `error` at a static sentence.
/// Integers beyond Int64 become doubles, numbers beyond a double (1e400) the largest one, and a lone
/// half of a UTF-16 pair U+FFFD.
dash_json_document *dash_json_parse(const char *bytes, size_t length, const char **error);

/// All nodes of the document in document order; node 0 is the root.
const dash_json_node *dash_json_nodes(const dash_json_document *document, size_t *count);

/// How many values could not be kept exactly and were changed, integers up to 2^64 - 1 not counted.
uint32_t dash_json_changes(const dash_json_document *document);

void dash_json_free(dash_json_document *document);

#ifdef __cplusplus
}
#endif
