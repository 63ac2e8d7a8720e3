// libcurl for Swift: the setters and getters are variadic in C, which Swift cannot call.
#pragma once
#include <curl/curl.h>

static inline CURLcode dash_curl_set_long(CURL *easy, CURLoption option, long value) {
  return curl_easy_setopt(easy, option, value);
}
static inline CURLcode dash_curl_set_pointer(CURL *easy, CURLoption option, const void *value) {
  return curl_easy_setopt(easy, option, value);
}
static inline CURLcode dash_curl_set_text(CURL *easy, CURLoption option, const char *value) {
  return curl_easy_setopt(easy, option, value);
}
typedef size_t (*dash_curl_data)(char *, size_t, size_t, void *);
static inline CURLcode dash_curl_set_data(CURL *easy, CURLoption option, dash_curl_data callback) {
  return curl_easy_setopt(easy, option, callback);
}
static inline CURLcode dash_curl_set_open_socket(CURL *easy, curl_opensocket_callback callback) {
  return curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, callback);
}
static inline CURLcode dash_curl_get_long(CURL *easy, CURLINFO info, long *value) {
  return curl_easy_getinfo(easy, info, value);
}
static inline CURLcode dash_curl_get_pointer(CURL *easy, CURLINFO info, void **value) {
  return curl_easy_getinfo(easy, info, value);
}
static inline CURLcode dash_curl_set_ssl_context(CURL *easy, curl_ssl_ctx_callback callback) {
  return curl_easy_setopt(easy, CURLOPT_SSL_CTX_FUNCTION, callback);
}
static inline CURLcode dash_curl_get_list(CURL *easy, CURLINFO info, struct curl_slist **list) {
  return curl_easy_getinfo(easy, info, list);
}
