// scan.c: how long Vectorscan takes with sixteen patterns over a column.
//
//   scan COLUMN      COLUMN: for each value its length, 4 bytes, and itself
//
// For each line that it reads it does a round of each way, and prints the
// nanoseconds that a value took and the matches:
//
//   235.1 20480 26.2 20480
//   |           values with a line feed between them, 64 KiB a call
//   one call a value
//
// The patterns are of what the detectors look for, as far as a pattern can say
// it. None knows a check digit, a region or a calendar.
#include <hs/hs.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define PATTERNS 16
#define BLOCK 65536

static const char *patterns[PATTERNS] = {
    "(?:\\+?86[- ]?)?1[3-9]\\d[- ]?\\d{4}[- ]?\\d{4}",
    "[1-8]\\d{5}(?:18|19|20)\\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])\\d{3}[0-9Xx]",
    "[1-8]\\d{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])\\d{3}",
    "(?:62\\d{14,17}|4\\d{15}|5[1-5]\\d{14})",
    "[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)+",
    "(?:\\d{1,3}\\.){3}\\d{1,3}",
    "(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}",
    "(?:35|86|01)\\d{13}",
    "8986\\d{15,16}",
    "460\\d{12}",
    "[0-9A-HJ-NPQRTUWXY]{2}\\d{6}[0-9A-HJ-NPQRTUWXY]{10}",
    "0\\d{2,3}-?[2-9]\\d{6,7}",
    "[EGDSPeghdsp]\\d{8}",
    "[HMhm]\\d{8,10}",
    "(?:\xe4\xba\xac|\xe6\xb4\xa5|\xe6\xb2\xaa|\xe6\xb8\x9d|\xe5\x86\x80|\xe8\xb1\xab"
    "|\xe4\xba\x91|\xe8\xbe\xbd|\xe9\xbb\x91|\xe6\xb9\x98|\xe7\x9a\x96|\xe9\xb2\x81"
    "|\xe6\x96\xb0|\xe8\x8b\x8f|\xe6\xb5\x99|\xe8\xb5\xa3|\xe9\x84\x82|\xe6\xa1\x82"
    "|\xe7\x94\x98|\xe6\x99\x8b|\xe8\x92\x99|\xe9\x99\x95|\xe5\x90\x89|\xe9\x97\xbd"
    "|\xe8\xb4\xb5|\xe7\xb2\xa4|\xe9\x9d\x92|\xe8\x97\x8f|\xe5\xb7\x9d|\xe5\xae\x81"
    "|\xe7\x90\xbc)[A-HJ-NP-Z][0-9A-HJ-NP-Z]{5,6}",
    "(?:\xe7\x9c\x81|\xe5\xb8\x82|\xe5\x8c\xba|\xe5\x8e\xbf|\xe8\xb7\xaf|\xe8\xa1\x97|\xe5\x8f\xb7)",
};

static unsigned long long matches;

static int on_match(unsigned id, unsigned long long from, unsigned long long to, unsigned flags, void *ctx) {
  (void)id, (void)from, (void)to, (void)flags, (void)ctx;
  matches++;
  return 0;
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e9 + t.tv_nsec;
}

static void fail(const char *what) {
  fprintf(stderr, "scan: %s\n", what);
  exit(1);
}

int main(int argc, char **argv) {
  if (argc != 2) fail("wants a column");
  FILE *f = fopen(argv[1], "rb");
  if (!f || fseek(f, 0, SEEK_END)) fail("cannot read the column");
  long size = ftell(f);
  rewind(f);
  char *raw = malloc(size + 1), *joined = malloc(size + 1);
  if (!raw || !joined || fread(raw, 1, size, f) != (size_t)size) fail("cannot read the column");

  // The same values, with line feeds instead of lengths.
  long n = 0, end = 0;
  for (long p = 0; p + 4 <= size; n++) {
    uint32_t len;
    memcpy(&len, raw + p, 4);
    memcpy(joined + end, raw + p + 4, len);
    end += len;
    joined[end++] = '\n';
    p += 4 + (long)len;
  }
  if (n == 0) fail("the column is empty");

  unsigned flags[PATTERNS], ids[PATTERNS];
  for (int i = 0; i < PATTERNS; i++) flags[i] = 0, ids[i] = i;
  hs_database_t *db;
  hs_compile_error_t *err;
  if (hs_compile_multi(patterns, flags, ids, PATTERNS, HS_MODE_BLOCK, NULL, &db, &err) != HS_SUCCESS) fail(err->message);
  hs_scratch_t *scratch = NULL;
  if (hs_alloc_scratch(db, &scratch) != HS_SUCCESS) fail("no memory");

  for (int c; (c = getchar()) != EOF;) {
    if (c != '\n') continue;
    for (int way = 0; way < 2; way++) {
      matches = 0;
      double start = now();
      if (way == 0) {
        for (long p = 0; p + 4 <= size;) {
          uint32_t len;
          memcpy(&len, raw + p, 4);
          if (hs_scan(db, raw + p + 4, len, 0, scratch, on_match, NULL) != HS_SUCCESS) fail("a scan failed");
          p += 4 + (long)len;
        }
      } else {
        for (long p = 0; p < end; p += BLOCK)
          if (hs_scan(db, joined + p, end - p < BLOCK ? end - p : BLOCK, 0, scratch, on_match, NULL) != HS_SUCCESS) fail("a scan failed");
      }
      printf("%.2f %llu%c", (now() - start) / n, matches, way == 0 ? ' ' : '\n');
    }
    fflush(stdout);
  }
  hs_free_scratch(scratch);
  hs_free_database(db);
  return 0;
}
