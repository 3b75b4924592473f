"""Addresses of the periodic reports."""

from django.urls import URLPattern, URLResolver, path

from . import reports, yearly_reports

HALF = "laporan/semester/<int:year>/<int:half>/"
YEAR = "laporan/tahunan/<int:year>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path("laporan/", reports.reports, name="reports"),
    path(HALF, reports.monitoring_table, name="monitoring-table"),
    path(f"{HALF}hitung/", reports.compute, name="monitoring-table-compute"),
    path(f"{HALF}isi/", reports.fill, name="monitoring-table-fill"),
    path(f"{HALF}terbit/", reports.issue, name="monitoring-table-issue"),
    path(f"{HALF}tabel.pdf", reports.table_pdf, name="monitoring-table-pdf"),
    path(YEAR, yearly_reports.summary, name="yearly-summary"),
    path(f"{YEAR}ringkasan.pdf", yearly_reports.summary_pdf, name="yearly-summary-pdf"),
    path(f"{YEAR}ringkasan.xlsx", yearly_reports.summary_xlsx, name="yearly-summary-xlsx"),
    path(f"{YEAR}terbit/", yearly_reports.issue_summary, name="yearly-summary-issue"),
]
