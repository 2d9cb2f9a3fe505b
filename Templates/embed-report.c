// Every file of Templates/report, sorted by name. `ReportingTests` walks the folder and fails when a file is missing here.
#include "embedded.h"

static const unsigned char report_css[] = {
#embed "report/report.css"
};
static const unsigned char report_mustache[] = {
#embed "report/report.mustache"
};
static const unsigned char words_de_json[] = {
#embed "report/words/de.json"
};
static const unsigned char words_en_json[] = {
#embed "report/words/en.json"
};
static const unsigned char words_es_json[] = {
#embed "report/words/es.json"
};

static const struct counterroll_file table[] = {
  ENTRY("report.css", report_css),
  ENTRY("report.mustache", report_mustache),
  ENTRY("words/de.json", words_de_json),
  ENTRY("words/en.json", words_en_json),
  ENTRY("words/es.json", words_es_json),
};

struct counterroll_files counterroll_report(void) { return FILES(table); }
