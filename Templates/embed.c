// Every file of Templates/site, sorted by name. `SiteRenderingTests` walks the folder and fails when a file is missing here.
#include "templates.h"

static const unsigned char viewer_blocks_js[] = {
#embed "site/viewer/blocks.js"
};
static const unsigned char viewer_elements_js[] = {
#embed "site/viewer/elements.js"
};
static const unsigned char viewer_facet_menu_js[] = {
#embed "site/viewer/facet-menu.js"
};
static const unsigned char viewer_filters_js[] = {
#embed "site/viewer/filters.js"
};
static const unsigned char viewer_inflate_js[] = {
#embed "site/viewer/inflate.js"
};
static const unsigned char viewer_json_text_js[] = {
#embed "site/viewer/json-text.js"
};
static const unsigned char viewer_location_js[] = {
#embed "site/viewer/location.js"
};
static const unsigned char viewer_model_js[] = {
#embed "site/viewer/model.js"
};
static const unsigned char viewer_payload_js[] = {
#embed "site/viewer/payload.js"
};
static const unsigned char viewer_popover_js[] = {
#embed "site/viewer/popover.js"
};
static const unsigned char viewer_reader_js[] = {
#embed "site/viewer/reader.js"
};
static const unsigned char viewer_time_menu_js[] = {
#embed "site/viewer/time-menu.js"
};
static const unsigned char viewer_time_js[] = {
#embed "site/viewer/time.js"
};
static const unsigned char viewer_visible_text_js[] = {
#embed "site/viewer/visible-text.js"
};

#define ENTRY(name, bytes) {name, bytes, sizeof bytes}

static const struct counterroll_template table[] = {
  ENTRY("viewer/blocks.js", viewer_blocks_js),
  ENTRY("viewer/elements.js", viewer_elements_js),
  ENTRY("viewer/facet-menu.js", viewer_facet_menu_js),
  ENTRY("viewer/filters.js", viewer_filters_js),
  ENTRY("viewer/inflate.js", viewer_inflate_js),
  ENTRY("viewer/json-text.js", viewer_json_text_js),
  ENTRY("viewer/location.js", viewer_location_js),
  ENTRY("viewer/model.js", viewer_model_js),
  ENTRY("viewer/payload.js", viewer_payload_js),
  ENTRY("viewer/popover.js", viewer_popover_js),
  ENTRY("viewer/reader.js", viewer_reader_js),
  ENTRY("viewer/time-menu.js", viewer_time_menu_js),
  ENTRY("viewer/time.js", viewer_time_js),
  ENTRY("viewer/visible-text.js", viewer_visible_text_js),
};

size_t counterroll_template_count(void) { return sizeof table / sizeof table[0]; }

const struct counterroll_template *counterroll_template_at(size_t index) { return &table[index]; }
