// Every file of Templates/site, sorted by name. `SiteRenderingTests` walks the folder and fails when a file is missing here.
#include "embedded.h"

static const unsigned char page_about_css[] = {
#embed "site/page-about.css"
};
static const unsigned char page_coverage_css[] = {
#embed "site/page-coverage.css"
};
static const unsigned char page_drawer_css[] = {
#embed "site/page-drawer.css"
};
static const unsigned char page_exports_css[] = {
#embed "site/page-exports.css"
};
static const unsigned char page_filters_css[] = {
#embed "site/page-filters.css"
};
static const unsigned char page_overview_css[] = {
#embed "site/page-overview.css"
};
static const unsigned char page_print_css[] = {
#embed "site/page-print.css"
};
static const unsigned char page_story_css[] = {
#embed "site/page-story.css"
};
static const unsigned char page_table_css[] = {
#embed "site/page-table.css"
};
static const unsigned char page_views_css[] = {
#embed "site/page-views.css"
};
static const unsigned char page_css[] = {
#embed "site/page.css"
};
static const unsigned char page_mustache[] = {
#embed "site/page.mustache"
};
static const unsigned char viewer_about_js[] = {
#embed "site/viewer/about.js"
};
static const unsigned char viewer_app_js[] = {
#embed "site/viewer/app.js"
};
static const unsigned char viewer_block_decoding_js[] = {
#embed "site/viewer/block-decoding.js"
};
static const unsigned char viewer_blocks_js[] = {
#embed "site/viewer/blocks.js"
};
static const unsigned char viewer_change_view_js[] = {
#embed "site/viewer/change-view.js"
};
static const unsigned char viewer_charts_js[] = {
#embed "site/viewer/charts.js"
};
static const unsigned char viewer_check_run_js[] = {
#embed "site/viewer/check-run.js"
};
static const unsigned char viewer_citation_js[] = {
#embed "site/viewer/citation.js"
};
static const unsigned char viewer_columns_js[] = {
#embed "site/viewer/columns.js"
};
static const unsigned char viewer_combinations_js[] = {
#embed "site/viewer/combinations.js"
};
static const unsigned char viewer_conflict_view_js[] = {
#embed "site/viewer/conflict-view.js"
};
static const unsigned char viewer_coverage_js[] = {
#embed "site/viewer/coverage.js"
};
static const unsigned char viewer_csv_js[] = {
#embed "site/viewer/csv.js"
};
static const unsigned char viewer_document_search_js[] = {
#embed "site/viewer/document-search.js"
};
static const unsigned char viewer_download_menu_js[] = {
#embed "site/viewer/download-menu.js"
};
static const unsigned char viewer_drawer_view_js[] = {
#embed "site/viewer/drawer-view.js"
};
static const unsigned char viewer_drawer_js[] = {
#embed "site/viewer/drawer.js"
};
static const unsigned char viewer_elements_js[] = {
#embed "site/viewer/elements.js"
};
static const unsigned char viewer_event_rows_js[] = {
#embed "site/viewer/event-rows.js"
};
static const unsigned char viewer_events_download_js[] = {
#embed "site/viewer/events-download.js"
};
static const unsigned char viewer_evidence_js[] = {
#embed "site/viewer/evidence.js"
};
static const unsigned char viewer_export_row_js[] = {
#embed "site/viewer/export-row.js"
};
static const unsigned char viewer_exports_js[] = {
#embed "site/viewer/exports.js"
};
static const unsigned char viewer_facet_menu_js[] = {
#embed "site/viewer/facet-menu.js"
};
static const unsigned char viewer_filter_bar_js[] = {
#embed "site/viewer/filter-bar.js"
};
static const unsigned char viewer_filter_switch_js[] = {
#embed "site/viewer/filter-switch.js"
};
static const unsigned char viewer_filtering_js[] = {
#embed "site/viewer/filtering.js"
};
static const unsigned char viewer_filters_js[] = {
#embed "site/viewer/filters.js"
};
static const unsigned char viewer_fold_case_js[] = {
#embed "site/viewer/fold-case.js"
};
static const unsigned char viewer_folded_texts_js[] = {
#embed "site/viewer/folded-texts.js"
};
static const unsigned char viewer_histogram_js[] = {
#embed "site/viewer/histogram.js"
};
static const unsigned char viewer_hit_notes_js[] = {
#embed "site/viewer/hit-notes.js"
};
static const unsigned char viewer_hits_js[] = {
#embed "site/viewer/hits.js"
};
static const unsigned char viewer_inflate_js[] = {
#embed "site/viewer/inflate.js"
};
static const unsigned char viewer_json_text_js[] = {
#embed "site/viewer/json-text.js"
};
static const unsigned char viewer_keys_js[] = {
#embed "site/viewer/keys.js"
};
static const unsigned char viewer_leaf_js[] = {
#embed "site/viewer/leaf.js"
};
static const unsigned char viewer_ledger_js[] = {
#embed "site/viewer/ledger.js"
};
static const unsigned char viewer_location_js[] = {
#embed "site/viewer/location.js"
};
static const unsigned char viewer_loosen_js[] = {
#embed "site/viewer/loosen.js"
};
static const unsigned char viewer_model_js[] = {
#embed "site/viewer/model.js"
};
static const unsigned char viewer_note_js[] = {
#embed "site/viewer/note.js"
};
static const unsigned char viewer_order_txt[] = {
#embed "site/viewer/order.txt"
};
static const unsigned char viewer_overview_counts_js[] = {
#embed "site/viewer/overview-counts.js"
};
static const unsigned char viewer_overview_marks_js[] = {
#embed "site/viewer/overview-marks.js"
};
static const unsigned char viewer_overview_js[] = {
#embed "site/viewer/overview.js"
};
static const unsigned char viewer_page_worker_js[] = {
#embed "site/viewer/page-worker.js"
};
static const unsigned char viewer_parts_check_js[] = {
#embed "site/viewer/parts-check.js"
};
static const unsigned char viewer_payload_js[] = {
#embed "site/viewer/payload.js"
};
static const unsigned char viewer_popover_js[] = {
#embed "site/viewer/popover.js"
};
static const unsigned char viewer_print_sheet_js[] = {
#embed "site/viewer/print-sheet.js"
};
static const unsigned char viewer_reader_js[] = {
#embed "site/viewer/reader.js"
};
static const unsigned char viewer_record_state_js[] = {
#embed "site/viewer/record-state.js"
};
static const unsigned char viewer_records_js[] = {
#embed "site/viewer/records.js"
};
static const unsigned char viewer_restore_js[] = {
#embed "site/viewer/restore.js"
};
static const unsigned char viewer_search_box_js[] = {
#embed "site/viewer/search-box.js"
};
static const unsigned char viewer_section_decoding_js[] = {
#embed "site/viewer/section-decoding.js"
};
static const unsigned char viewer_self_check_js[] = {
#embed "site/viewer/self-check.js"
};
static const unsigned char viewer_settings_js[] = {
#embed "site/viewer/settings.js"
};
static const unsigned char viewer_sha256_js[] = {
#embed "site/viewer/sha256.js"
};
static const unsigned char viewer_shown_events_js[] = {
#embed "site/viewer/shown-events.js"
};
static const unsigned char viewer_siblings_js[] = {
#embed "site/viewer/siblings.js"
};
static const unsigned char viewer_state_view_js[] = {
#embed "site/viewer/state-view.js"
};
static const unsigned char viewer_story_view_js[] = {
#embed "site/viewer/story-view.js"
};
static const unsigned char viewer_story_js[] = {
#embed "site/viewer/story.js"
};
static const unsigned char viewer_structure_diff_js[] = {
#embed "site/viewer/structure-diff.js"
};
static const unsigned char viewer_structure_view_js[] = {
#embed "site/viewer/structure-view.js"
};
static const unsigned char viewer_table_row_js[] = {
#embed "site/viewer/table-row.js"
};
static const unsigned char viewer_table_js[] = {
#embed "site/viewer/table.js"
};
static const unsigned char viewer_tabs_js[] = {
#embed "site/viewer/tabs.js"
};
static const unsigned char viewer_text_index_js[] = {
#embed "site/viewer/text-index.js"
};
static const unsigned char viewer_text_search_js[] = {
#embed "site/viewer/text-search.js"
};
static const unsigned char viewer_text_view_js[] = {
#embed "site/viewer/text-view.js"
};
static const unsigned char viewer_time_bins_js[] = {
#embed "site/viewer/time-bins.js"
};
static const unsigned char viewer_time_menu_js[] = {
#embed "site/viewer/time-menu.js"
};
static const unsigned char viewer_time_js[] = {
#embed "site/viewer/time.js"
};
static const unsigned char viewer_timeline_js[] = {
#embed "site/viewer/timeline.js"
};
static const unsigned char viewer_trusted_address_js[] = {
#embed "site/viewer/trusted-address.js"
};
static const unsigned char viewer_variants_js[] = {
#embed "site/viewer/variants.js"
};
static const unsigned char viewer_visible_text_js[] = {
#embed "site/viewer/visible-text.js"
};
static const unsigned char viewer_word_diff_js[] = {
#embed "site/viewer/word-diff.js"
};
static const unsigned char viewer_words_js[] = {
#embed "site/viewer/words.js"
};
static const unsigned char viewer_worker_js[] = {
#embed "site/viewer/worker.js"
};
static const unsigned char viewer_zone_menu_js[] = {
#embed "site/viewer/zone-menu.js"
};
static const unsigned char words_de_json[] = {
#embed "site/words/de.json"
};
static const unsigned char words_en_json[] = {
#embed "site/words/en.json"
};
static const unsigned char words_es_json[] = {
#embed "site/words/es.json"
};

static const struct counterroll_file table[] = {
  ENTRY("page-about.css", page_about_css),
  ENTRY("page-coverage.css", page_coverage_css),
  ENTRY("page-drawer.css", page_drawer_css),
  ENTRY("page-exports.css", page_exports_css),
  ENTRY("page-filters.css", page_filters_css),
  ENTRY("page-overview.css", page_overview_css),
  ENTRY("page-print.css", page_print_css),
  ENTRY("page-story.css", page_story_css),
  ENTRY("page-table.css", page_table_css),
  ENTRY("page-views.css", page_views_css),
  ENTRY("page.css", page_css),
  ENTRY("page.mustache", page_mustache),
  ENTRY("viewer/about.js", viewer_about_js),
  ENTRY("viewer/app.js", viewer_app_js),
  ENTRY("viewer/block-decoding.js", viewer_block_decoding_js),
  ENTRY("viewer/blocks.js", viewer_blocks_js),
  ENTRY("viewer/change-view.js", viewer_change_view_js),
  ENTRY("viewer/charts.js", viewer_charts_js),
  ENTRY("viewer/check-run.js", viewer_check_run_js),
  ENTRY("viewer/citation.js", viewer_citation_js),
  ENTRY("viewer/columns.js", viewer_columns_js),
  ENTRY("viewer/combinations.js", viewer_combinations_js),
  ENTRY("viewer/conflict-view.js", viewer_conflict_view_js),
  ENTRY("viewer/coverage.js", viewer_coverage_js),
  ENTRY("viewer/csv.js", viewer_csv_js),
  ENTRY("viewer/document-search.js", viewer_document_search_js),
  ENTRY("viewer/download-menu.js", viewer_download_menu_js),
  ENTRY("viewer/drawer-view.js", viewer_drawer_view_js),
  ENTRY("viewer/drawer.js", viewer_drawer_js),
  ENTRY("viewer/elements.js", viewer_elements_js),
  ENTRY("viewer/event-rows.js", viewer_event_rows_js),
  ENTRY("viewer/events-download.js", viewer_events_download_js),
  ENTRY("viewer/evidence.js", viewer_evidence_js),
  ENTRY("viewer/export-row.js", viewer_export_row_js),
  ENTRY("viewer/exports.js", viewer_exports_js),
  ENTRY("viewer/facet-menu.js", viewer_facet_menu_js),
  ENTRY("viewer/filter-bar.js", viewer_filter_bar_js),
  ENTRY("viewer/filter-switch.js", viewer_filter_switch_js),
  ENTRY("viewer/filtering.js", viewer_filtering_js),
  ENTRY("viewer/filters.js", viewer_filters_js),
  ENTRY("viewer/fold-case.js", viewer_fold_case_js),
  ENTRY("viewer/folded-texts.js", viewer_folded_texts_js),
  ENTRY("viewer/histogram.js", viewer_histogram_js),
  ENTRY("viewer/hit-notes.js", viewer_hit_notes_js),
  ENTRY("viewer/hits.js", viewer_hits_js),
  ENTRY("viewer/inflate.js", viewer_inflate_js),
  ENTRY("viewer/json-text.js", viewer_json_text_js),
  ENTRY("viewer/keys.js", viewer_keys_js),
  ENTRY("viewer/leaf.js", viewer_leaf_js),
  ENTRY("viewer/ledger.js", viewer_ledger_js),
  ENTRY("viewer/location.js", viewer_location_js),
  ENTRY("viewer/loosen.js", viewer_loosen_js),
  ENTRY("viewer/model.js", viewer_model_js),
  ENTRY("viewer/note.js", viewer_note_js),
  ENTRY("viewer/order.txt", viewer_order_txt),
  ENTRY("viewer/overview-counts.js", viewer_overview_counts_js),
  ENTRY("viewer/overview-marks.js", viewer_overview_marks_js),
  ENTRY("viewer/overview.js", viewer_overview_js),
  ENTRY("viewer/page-worker.js", viewer_page_worker_js),
  ENTRY("viewer/parts-check.js", viewer_parts_check_js),
  ENTRY("viewer/payload.js", viewer_payload_js),
  ENTRY("viewer/popover.js", viewer_popover_js),
  ENTRY("viewer/print-sheet.js", viewer_print_sheet_js),
  ENTRY("viewer/reader.js", viewer_reader_js),
  ENTRY("viewer/record-state.js", viewer_record_state_js),
  ENTRY("viewer/records.js", viewer_records_js),
  ENTRY("viewer/restore.js", viewer_restore_js),
  ENTRY("viewer/search-box.js", viewer_search_box_js),
  ENTRY("viewer/section-decoding.js", viewer_section_decoding_js),
  ENTRY("viewer/self-check.js", viewer_self_check_js),
  ENTRY("viewer/settings.js", viewer_settings_js),
  ENTRY("viewer/sha256.js", viewer_sha256_js),
  ENTRY("viewer/shown-events.js", viewer_shown_events_js),
  ENTRY("viewer/siblings.js", viewer_siblings_js),
  ENTRY("viewer/state-view.js", viewer_state_view_js),
  ENTRY("viewer/story-view.js", viewer_story_view_js),
  ENTRY("viewer/story.js", viewer_story_js),
  ENTRY("viewer/structure-diff.js", viewer_structure_diff_js),
  ENTRY("viewer/structure-view.js", viewer_structure_view_js),
  ENTRY("viewer/table-row.js", viewer_table_row_js),
  ENTRY("viewer/table.js", viewer_table_js),
  ENTRY("viewer/tabs.js", viewer_tabs_js),
  ENTRY("viewer/text-index.js", viewer_text_index_js),
  ENTRY("viewer/text-search.js", viewer_text_search_js),
  ENTRY("viewer/text-view.js", viewer_text_view_js),
  ENTRY("viewer/time-bins.js", viewer_time_bins_js),
  ENTRY("viewer/time-menu.js", viewer_time_menu_js),
  ENTRY("viewer/time.js", viewer_time_js),
  ENTRY("viewer/timeline.js", viewer_timeline_js),
  ENTRY("viewer/trusted-address.js", viewer_trusted_address_js),
  ENTRY("viewer/variants.js", viewer_variants_js),
  ENTRY("viewer/visible-text.js", viewer_visible_text_js),
  ENTRY("viewer/word-diff.js", viewer_word_diff_js),
  ENTRY("viewer/words.js", viewer_words_js),
  ENTRY("viewer/worker.js", viewer_worker_js),
  ENTRY("viewer/zone-menu.js", viewer_zone_menu_js),
  ENTRY("words/de.json", words_de_json),
  ENTRY("words/en.json", words_en_json),
  ENTRY("words/es.json", words_es_json),
};

struct counterroll_files counterroll_site(void) { return FILES(table); }
