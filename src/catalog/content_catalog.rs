//! All content folders together: what is loaded of them, and whether it agrees.

use std::path::Path;

use jiff::civil::Date;

use super::{
    CatalogError,
    check::CheckDefinition,
    connector::{self, Connector, expansion::load_connectors, layout::LayoutRules},
    content::{
        ContentFile, ContentSet,
        holiday_list::check_holidays,
        listing_groups::{ListedGroup, ListingGroups, list_by_group},
        own_folders::OwnFolders,
        vocabulary::Vocabulary,
    },
    forecast::ForecastDefinition,
    form::FormDefinition,
    metric::{
        Metric, bridge::BridgeDefinition, handling_registers::check_registers,
        headline::HeadlineDefinition, legal_source::LegalSources, lever::LeverDefinition,
    },
    page::PageDefinition,
    phrases::{PhraseBook, wording::ErrorWording},
    report::ReportDefinition,
    scorecard::Scorecard,
};

/// Holds everything the content folders say.
#[derive(Debug, Clone)]
pub struct Catalog {
    pub content: ContentSet,
    pub metrics: Vec<Metric>,
    pub checks: Vec<CheckDefinition>,
    pub scorecards: Vec<Scorecard>,
    pub forecasts: Vec<ForecastDefinition>,
    pub bridges: Vec<BridgeDefinition>,
    pub levers: Vec<LeverDefinition>,
    pub forms: Vec<FormDefinition>,
    pub reports: Vec<ReportDefinition>,
    /// What stands before the numbers of a giải trình; no report, so no schedule and no lock names it.
    pub evidence_cover: ReportDefinition,
    pub connectors: Vec<Connector>,
    pub layout: LayoutRules,
    pub vocabulary: Vocabulary,
    pub legal_sources: LegalSources,
    pub phrases: PhraseBook,
    pub headline: HeadlineDefinition,
    pub overview: PageDefinition,
    pub listing: ListingGroups,
}

impl Catalog {
    /// Loads the embedded content with an office's overlay and cross-checks it;
    /// fails at the first file that is wrong.
    pub fn load_content(overlay: Option<&Path>) -> Result<Self, CatalogError> {
        Self::from_content(ContentSet::load_layers(overlay)?)
    }

    /// Loads the embedded content with the office's folders over it and cross-checks it; fails at the first file that is wrong.
    pub fn load_folders(folders: OwnFolders) -> Result<Self, CatalogError> {
        Self::from_content(ContentSet::load_folders(folders)?)
    }

    /// Reads the content and cross-checks it; fails at the first file that is wrong.
    pub fn from_content(content: ContentSet) -> Result<Self, CatalogError> {
        let metrics = parse_all(&content, ("queries/metrics/", ".sql"), Metric::parse_file)?;
        let connectors = load_connectors(&content)?;
        let checks = ("queries/checks/", ".sql");
        let forecasts = ("queries/forecasts/", ".sql");
        let scorecards = ("queries/scorecards/", ".toml");
        let bridges = ("queries/bridges/", ".sql");
        let levers = ("queries/levers/", ".sql");
        let forms = ("queries/forms/", ".sql");
        check_holidays(&content)?;
        check_registers(&content, &connectors)?;
        let overview = PageDefinition::load_page(&content, "overview")?;
        let catalog = Self {
            metrics,
            forecasts: parse_all(&content, forecasts, ForecastDefinition::parse_file)?,
            bridges: parse_all(&content, bridges, BridgeDefinition::parse_file)?,
            levers: parse_all(&content, levers, LeverDefinition::parse_file)?,
            forms: parse_all(&content, forms, FormDefinition::parse_file)?,
            reports: ReportDefinition::load_reports(&content)?,
            evidence_cover: ReportDefinition::load_evidence_cover(&content)?,
            scorecards: parse_all(&content, scorecards, Scorecard::parse_file)?,
            checks: parse_all(&content, checks, CheckDefinition::parse_file)?,
            connectors,
            layout: LayoutRules::load_rules(&content)?,
            vocabulary: Vocabulary::load_vocabulary(&content)?,
            legal_sources: LegalSources::load_table(&content)?,
            phrases: PhraseBook::load_phrases(&content)?,
            headline: overview.headline(&content)?,
            overview,
            listing: ListingGroups::load(&content)?,
            content,
        };
        catalog.cross_check()?;
        Ok(catalog)
    }

    /// Says what of the content may not be meant, and what is read for the last time as it is written.
    pub fn warnings(&self) -> Result<Vec<ErrorWording>, CatalogError> {
        let mut warnings = self.phrases.warnings();
        warnings.extend(self.overview.warning());
        Ok(warnings)
    }

    /// Finds a metric by its id; fails with the nearest id where there is none.
    pub fn find_metric(&self, id: &str) -> Result<&Metric, CatalogError> {
        self.metrics.iter().find(|metric| metric.id == id).ok_or_else(|| {
            CatalogError::unknown_id(
                "metric",
                id,
                self.metrics.iter().map(|metric| metric.id.as_str()),
            )
        })
    }

    /// Lists all metrics by use, under their headings.
    pub fn listed_metrics(&self) -> Vec<ListedGroup<'_, Metric>> {
        list_by_group(&self.listing.metrics, &self.metrics, |one| &one.id, self.others_heading())
    }

    /// Lists all reports by use, under their headings.
    pub fn listed_reports(&self) -> Vec<ListedGroup<'_, ReportDefinition>> {
        list_by_group(&self.listing.reports, &self.reports, |one| &one.id, self.others_heading())
    }

    /// Lists all metrics by use.
    pub fn metrics_by_use(&self) -> impl Iterator<Item = &Metric> {
        self.listed_metrics().into_iter().flat_map(|(_, metrics)| metrics)
    }

    fn others_heading(&self) -> String {
        self.phrases.format_phrase("listing.others", &[])
    }

    /// Names the law a metric rests on, as it was from one day to another.
    pub fn legal_source(&self, metric: &Metric, days: (Date, Date)) -> String {
        self.legal_sources.name_in_force(&self.phrases, &metric.source, days)
    }

    /// Finds a connector by its id; fails with the nearest id where there is none.
    pub fn find_connector(&self, id: &str) -> Result<&Connector, CatalogError> {
        self.connectors.iter().find(|connector| connector.id == id).ok_or_else(|| {
            CatalogError::unknown_id(
                "connector",
                id,
                self.connectors.iter().map(|connector| connector.id.as_str()),
            )
        })
    }

    /// Finds a report by its id; fails with the nearest id where there is none.
    pub fn find_report(&self, id: &str) -> Result<&ReportDefinition, CatalogError> {
        self.reports.iter().find(|report| report.id == id).ok_or_else(|| {
            CatalogError::unknown_id(
                "report",
                id,
                self.reports.iter().map(|report| report.id.as_str()),
            )
        })
    }

    /// Finds what says why two metrics differ, if the content does.
    pub fn find_bridge(&self, first: &Metric, second: &Metric) -> Option<&BridgeDefinition> {
        let is_of =
            |bridge: &&BridgeDefinition| bridge.first == first.id && bridge.second == second.id;
        self.bridges.iter().find(is_of)
    }

    /// Finds how a metric can be moved, if the content says it.
    pub fn find_lever(&self, metric: &str) -> Option<&LeverDefinition> {
        self.levers.iter().find(|lever| lever.id == metric)
    }

    /// Finds a form by its id; fails with the nearest id where there is none.
    pub fn find_form(&self, id: &str) -> Result<&FormDefinition, CatalogError> {
        self.forms.iter().find(|form| form.id == id).ok_or_else(|| {
            CatalogError::unknown_id("form", id, self.forms.iter().map(|form| form.id.as_str()))
        })
    }

    /// The version of a scorecard that holds on a day.
    pub fn find_scorecard(&self, id: &str, on: Date) -> Result<&Scorecard, CatalogError> {
        let mut named =
            (self.scorecards.iter()).filter(|card| card.asked_as() == id || card.id == id);
        named.find(|card| card.holds_on(on)).ok_or_else(|| {
            let known: Vec<String> = (self.scorecards.iter())
                .map(|card| match card.valid_to {
                    Some(last) => format!("{} ({}–{last})", card.id, card.valid_from),
                    None => format!("{} ({}–)", card.id, card.valid_from),
                })
                .collect();
            CatalogError::Unknown {
                kind: "scorecard of that time",
                id: id.to_owned(),
                nearest: None,
                known: known.join(", "),
            }
        })
    }

    /// Whether there is such a scorecard, of whatever time.
    fn scorecard_named(&self, id: &str) -> Result<&Scorecard, CatalogError> {
        (self.scorecards.iter()).find(|card| card.asked_as() == id || card.id == id).ok_or_else(
            || {
                let known = self.scorecards.iter().map(Scorecard::asked_as);
                CatalogError::unknown_id("scorecard", id, known)
            },
        )
    }

    /// What one file says of another must be there.
    fn cross_check(&self) -> Result<(), CatalogError> {
        let named = self.scorecards.iter().flat_map(Scorecard::metric_ids);
        let forecast = self.forecasts.iter().map(|forecast| &forecast.id);
        let bridged = self.bridges.iter().flat_map(|bridge| [&bridge.first, &bridge.second]);
        let papers = || self.reports.iter().chain([&self.evidence_cover]);
        let reported = papers().flat_map(ReportDefinition::named_metrics);
        let shown = self.headline.named_metrics().chain(self.overview.named_metrics());
        let moved = self.levers.iter().map(|lever| &lever.id);
        for id in shown.chain(named).chain(forecast).chain(bridged).chain(moved).chain(reported) {
            self.find_metric(id)?;
        }
        for section in papers().flat_map(|report| &report.sections) {
            section.form.as_deref().map(|id| self.find_form(id)).transpose()?;
            section.card.as_deref().map(|id| self.scorecard_named(id)).transpose()?;
        }
        self.reports.iter().try_for_each(|it| it.check_bands(&self.content, &self.metrics))?;
        for id in self.listing.metrics.iter().flat_map(|group| &group.ids) {
            self.find_metric(id.get_ref())?;
        }
        for id in self.listing.reports.iter().flat_map(|group| &group.ids) {
            self.find_report(id.get_ref())?;
        }
        for id in self.overview.named_reports() {
            self.find_report(id)?;
        }
        self.check_published()?;
        self.check_extra_labels()?;
        for connector in &self.connectors {
            connector::canonical::check_connector(&self.content, connector)?;
            for (column, values) in &connector.values {
                for value in values.values() {
                    if !self.vocabulary.coded_values(column).any(|known| known == value) {
                        return Err(self.not_in_vocabulary(connector, column, value));
                    }
                }
            }
        }
        Ok(())
    }

    /// A figure that a scorecard's row holds against a metric is the one the metric is shown beside.
    fn check_published(&self) -> Result<(), CatalogError> {
        let rows =
            self.scorecards.iter().flat_map(|card| &card.groups).flat_map(|group| &group.rows);
        for row in rows {
            let (Some(id), Some(published)) = (&row.metric, &row.published) else {
                continue;
            };
            let metric = self.find_metric(id)?;
            if metric.indicator() != published {
                let told = ErrorWording::new("content.published_as").with("name", published);
                let hint = ErrorWording::new("content.published_as_hint").with("name", published);
                return Err(
                    CatalogError::worded_at(&metric.path, &metric.sql, None, told).with_hint(hint)
                );
            }
        }
        Ok(())
    }

    fn not_in_vocabulary(&self, connector: &Connector, column: &str, value: &str) -> CatalogError {
        let path = &connector.path;
        let text = self.content.file_text(path).unwrap_or_default();
        let quoted = format!("\"{value}\"");
        let at = text.find(&quoted).map(|at| at..at + quoted.len());
        let known: Vec<&str> = self.vocabulary.coded_values(column).collect();
        let (value, column) = (value.to_owned(), column.to_owned());
        let told = ErrorWording::new("content.no_coded_value")
            .with("value", &value)
            .with("column", &column);
        let hint = ErrorWording::new("content.known_names").with("name", &known.join(", "));
        CatalogError::worded_at(path, text, at, told).with_hint(hint)
    }
}

/// Parses every file of a folder with an ending; fails at the first that is wrong.
fn parse_all<T>(
    content: &ContentSet,
    (folder, ending): (&str, &str),
    parse: impl Fn(&ContentFile) -> Result<T, CatalogError>,
) -> Result<Vec<T>, CatalogError> {
    content.list_files(folder, ending).map(parse).collect()
}
