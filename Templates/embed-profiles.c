// Every file of Templates/profiles, sorted by name. `IngestTests` walks the folder and fails when a file is missing here.
#include "embedded.h"

static const unsigned char p_1password_yaml[] = {
#embed "profiles/1password.yaml"
};
static const unsigned char p_cloudtrail_lookup_yaml[] = {
#embed "profiles/cloudtrail-lookup.yaml"
};
static const unsigned char p_cloudtrail_yaml[] = {
#embed "profiles/cloudtrail.yaml"
};
static const unsigned char p_counterroll_csv_yaml[] = {
#embed "profiles/counterroll-csv.yaml"
};
static const unsigned char p_counterroll_jsonl_yaml[] = {
#embed "profiles/counterroll-jsonl.yaml"
};
static const unsigned char p_counterroll_ledger_yaml[] = {
#embed "profiles/counterroll-ledger.yaml"
};
static const unsigned char p_crm_csv_yaml[] = {
#embed "profiles/crm-csv.yaml"
};
static const unsigned char p_crm_json_yaml[] = {
#embed "profiles/crm-json.yaml"
};
static const unsigned char p_crm_webhook_yaml[] = {
#embed "profiles/crm-webhook.yaml"
};
static const unsigned char p_django_auditlog_yaml[] = {
#embed "profiles/django-auditlog.yaml"
};
static const unsigned char p_entra_csv_yaml[] = {
#embed "profiles/entra-csv.yaml"
};
static const unsigned char p_entra_graph_yaml[] = {
#embed "profiles/entra-graph.yaml"
};
static const unsigned char p_github_yaml[] = {
#embed "profiles/github.yaml"
};
static const unsigned char p_google_workspace_yaml[] = {
#embed "profiles/google-workspace.yaml"
};
static const unsigned char p_hubspot_yaml[] = {
#embed "profiles/hubspot.yaml"
};
static const unsigned char p_jira_cloud_yaml[] = {
#embed "profiles/jira-cloud.yaml"
};
static const unsigned char p_jira_data_center_yaml[] = {
#embed "profiles/jira-data-center.yaml"
};
static const unsigned char p_laravel_auditing_csv_yaml[] = {
#embed "profiles/laravel-auditing-csv.yaml"
};
static const unsigned char p_laravel_auditing_yaml[] = {
#embed "profiles/laravel-auditing.yaml"
};
static const unsigned char p_okta_yaml[] = {
#embed "profiles/okta.yaml"
};
static const unsigned char p_paper_trail_yaml[] = {
#embed "profiles/paper-trail.yaml"
};
static const unsigned char p_purview_api_yaml[] = {
#embed "profiles/purview-api.yaml"
};
static const unsigned char p_purview_csv_yaml[] = {
#embed "profiles/purview-csv.yaml"
};
static const unsigned char p_salesforce_api_yaml[] = {
#embed "profiles/salesforce-api.yaml"
};
static const unsigned char p_salesforce_csv_yaml[] = {
#embed "profiles/salesforce-csv.yaml"
};
static const unsigned char p_slack_yaml[] = {
#embed "profiles/slack.yaml"
};
static const unsigned char p_zoho_timeline_yaml[] = {
#embed "profiles/zoho-timeline.yaml"
};

static const struct counterroll_file table[] = {
  ENTRY("1password.yaml", p_1password_yaml),
  ENTRY("cloudtrail-lookup.yaml", p_cloudtrail_lookup_yaml),
  ENTRY("cloudtrail.yaml", p_cloudtrail_yaml),
  ENTRY("counterroll-csv.yaml", p_counterroll_csv_yaml),
  ENTRY("counterroll-jsonl.yaml", p_counterroll_jsonl_yaml),
  ENTRY("counterroll-ledger.yaml", p_counterroll_ledger_yaml),
  ENTRY("crm-csv.yaml", p_crm_csv_yaml),
  ENTRY("crm-json.yaml", p_crm_json_yaml),
  ENTRY("crm-webhook.yaml", p_crm_webhook_yaml),
  ENTRY("django-auditlog.yaml", p_django_auditlog_yaml),
  ENTRY("entra-csv.yaml", p_entra_csv_yaml),
  ENTRY("entra-graph.yaml", p_entra_graph_yaml),
  ENTRY("github.yaml", p_github_yaml),
  ENTRY("google-workspace.yaml", p_google_workspace_yaml),
  ENTRY("hubspot.yaml", p_hubspot_yaml),
  ENTRY("jira-cloud.yaml", p_jira_cloud_yaml),
  ENTRY("jira-data-center.yaml", p_jira_data_center_yaml),
  ENTRY("laravel-auditing-csv.yaml", p_laravel_auditing_csv_yaml),
  ENTRY("laravel-auditing.yaml", p_laravel_auditing_yaml),
  ENTRY("okta.yaml", p_okta_yaml),
  ENTRY("paper-trail.yaml", p_paper_trail_yaml),
  ENTRY("purview-api.yaml", p_purview_api_yaml),
  ENTRY("purview-csv.yaml", p_purview_csv_yaml),
  ENTRY("salesforce-api.yaml", p_salesforce_api_yaml),
  ENTRY("salesforce-csv.yaml", p_salesforce_csv_yaml),
  ENTRY("slack.yaml", p_slack_yaml),
  ENTRY("zoho-timeline.yaml", p_zoho_timeline_yaml),
};

struct counterroll_files counterroll_profiles(void) { return FILES(table); }
