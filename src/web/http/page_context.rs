//! What every page is made from: the content, one published build, and what the address asks for.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::State,
    response::Html,
    routing::{MethodRouter, get},
};
use jiff::civil::{Date, DateTime};

use super::{
    super::{ServedSite, cache::lock_cache::PageLock, jobs::mending::MendingReason},
    error::WebError,
    query::RequestQuery,
};
use crate::{
    catalog::{Catalog, metric::Metric},
    domain::basis::MetricBasis,
    domain::{
        measure::Rule,
        office_hours::OfficeHours,
        period::{Period, PeriodShape},
    },
    view::{AnswerWording, ChartKind, ChartRequest},
    warehouse::query::{AgencyFilter, AgencyLevel, MetricRequest, Warehouse},
};

/// Which numbers a page shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageView {
    pub period: Period,
    pub basis: MetricBasis,
    /// Where a question has two answers: by calendar days, or by instants.
    pub rule: Rule,
}

/// Holds what a page is made from: the content, one build, the address and the day.
pub struct PageContext<'a> {
    pub catalog: &'a Catalog,
    pub warehouse: &'a Warehouse,
    pub query: &'a RequestQuery,
    pub view: PageView,
    pub today: Date,
    /// Local civil time.
    pub now: DateTime,
    pub hours: OfficeHours,
    /// What is wrong with the server itself.
    pub troubles: Vec<String>,
    /// The lock of the period, of our own numbers.
    pub lock: PageLock,
}

/// Makes the route of a page that its address alone says all of.
pub fn page_route<T: Template + 'static>(
    fill: fn(&PageContext) -> Result<T, WebError>,
) -> MethodRouter<Arc<ServedSite>> {
    get(async move |State(site): State<Arc<ServedSite>>, query: RequestQuery| {
        site.run_query(query, move |context| render_page(&fill(context)?)).await
    })
}

/// Writes a page out; it is long work, to be done where its build is asked.
pub fn render_page(page: &impl Template) -> Result<Html<String>, WebError> {
    Ok(Html(page.render()?))
}

impl ServedSite {
    /// Answers a question off the async threads, on one published build as who asks may see it.
    pub async fn run_query<T: Send + 'static>(
        self: Arc<Self>,
        query: RequestQuery,
        make: impl FnOnce(&PageContext) -> Result<T, WebError> + Send + 'static,
    ) -> Result<T, WebError> {
        let site = Arc::clone(&self);
        // It is never closed.
        let _turn = site.asking.acquire().await;
        let answer = tokio::task::spawn_blocking(move || self.ask_build(&query, make));
        let answer = answer.await;
        match answer.unwrap_or_else(|error| Err(WebError::Internal { cause: error.to_string() })) {
            Err(WebError::Damaged { cause }) => {
                Err(site.begin_mending(MendingReason::Damage, cause))
            }
            Err(WebError::OtherVersion { said }) => {
                Err(site.begin_mending(MendingReason::OtherVersion, said))
            }
            answer => answer,
        }
    }
}

impl ServedSite {
    /// Answers a question on the published build as who asks may see it, on the thread that asks. Fails where nothing is published.
    pub fn ask_build<T>(
        &self,
        query: &RequestQuery,
        make: impl FnOnce(&PageContext) -> Result<T, WebError>,
    ) -> Result<T, WebError> {
        // Build, content and locks are of one version until the answer is made.
        let _held = self.follower.as_ref().map(|follower| follower.hold_version());
        let (catalog, now) = (self.catalog.current(), (self.clock)());
        // They were looked at before anything was served.
        let hours = self.settings.office_hours().unwrap_or_default();
        let today = now.date();
        let warehouse = self.open_warehouse().map_err(|error| self.explain_missing(error))?;
        let warehouse = &warehouse.with_scope(&query.visitor.sight)?;
        let view = PageView::of(query, catalog, warehouse, today)?;
        let troubles = self.describe_troubles();
        let lock = self.find_lock(view.period);
        make(&PageContext { catalog, warehouse, query, view, today, now, hours, troubles, lock })
    }
}

impl<'a> PageContext<'a> {
    /// Returns the wording of answers in the phrases of the content.
    pub fn words(&self) -> AnswerWording<'a> {
        AnswerWording::new(self.catalog)
    }

    /// The metric that agencies are ranked by, of the numbers shown.
    pub fn ranking(&self) -> Result<&'a Metric, WebError> {
        let headline = &self.catalog.headline;
        if self.view.basis.is_published() {
            Ok(self.catalog.find_metric(&headline.published_ranking)?)
        } else {
            self.metric(&headline.ranking)
        }
    }

    /// The metric whose events are a dossier each and its days; unavailable where the content names none.
    pub fn handling_metric(&self) -> Result<&'a Metric, WebError> {
        let id = self.catalog.headline.handling.as_deref().ok_or(WebError::Unavailable)?;
        Ok(self.catalog.find_metric(id)?)
    }

    /// A metric, or the one that answers the same by the rule asked for.
    pub fn metric(&self, id: &str) -> Result<&'a Metric, WebError> {
        let Self { catalog, view, .. } = self;
        let rule = if view.basis.is_published() { Rule::Date } else { view.rule };
        let id = catalog.headline.under_rule(id, rule);
        Ok(catalog.find_metric(id)?)
    }

    /// The headline metrics, of the numbers shown.
    pub fn tiles(&self) -> Result<Vec<&'a Metric>, WebError> {
        let headline = &self.catalog.headline;
        let ids = match (self.view.basis, headline.published_metrics.as_slice()) {
            (MetricBasis::Computed, _) => &headline.metrics,
            (MetricBasis::Published, []) => std::slice::from_ref(&headline.published_ranking),
            (MetricBasis::Published, named) => named,
        };
        ids.iter().map(|id| self.metric(id)).collect()
    }

    /// A chart of the numbers shown; of the agencies under one, or of it alone.
    pub fn picture<'p>(
        &'p self,
        metric: &'p Metric,
        agency: Option<&'p str>,
        kind: ChartKind,
    ) -> ChartRequest<'p> {
        let Self { catalog, warehouse, view: PageView { period, basis, .. }, .. } = *self;
        ChartRequest { catalog, warehouse, metric, period, basis, agency, kind }
    }

    /// The question about a metric that the numbers shown answer.
    pub fn metric_request<'m>(&self, metric: &'m Metric) -> MetricRequest<'m> {
        let PageView { period, basis, .. } = self.view;
        MetricRequest { metric, period, basis }
    }

    /// What the lock of the period says beside a number of an agency, or of all in scope: `đã khóa`, or what was reported and how many
    /// dossiers make the difference. `None` where the period or the metric is not locked.
    pub fn lock_mark(
        &self,
        metric: &Metric,
        agency: Option<&str>,
    ) -> Result<Option<String>, WebError> {
        // A portal's figures are not ours to lock.
        let lock = self.lock.locked.as_ref().filter(|_| !self.view.basis.is_published());
        let Some(lock) = lock else { return Ok(None) };
        let asked = (metric, self.view.period);
        let Some(number) = lock.hold_against(self.warehouse, asked, agency)? else {
            return Ok(None);
        };
        // Who sees no dossier is told of none, not even how many.
        let subjects = if number.is_same() || !self.warehouse.scope().has_rows() {
            None
        } else {
            let change = lock.explain_change(self.warehouse, asked, agency)?;
            change.map(|change| change.subjects())
        };
        Ok(Some(self.words().lock_mark(metric, number, subjects)))
    }

    /// Whom the numbers shown are about: the lowest agency that holds all units with data.
    pub fn whose(&self, metric: &Metric) -> Result<String, WebError> {
        let holder = self.warehouse.metrics.find_holder(&self.metric_request(metric), None)?;
        Ok(self.words().holder_name(&holder))
    }

    /// The agencies that are ranked.
    pub fn ranked(&self) -> AgencyFilter {
        AgencyFilter {
            level: Some(AgencyLevel::Named(self.catalog.headline.level.clone())),
            ..AgencyFilter::default()
        }
    }
}

impl PageView {
    /// The period asked for, else the newest there is: the year of the newest dossier, or the newest published period.
    /// Where no row of any export could be used, it is this year: pages say why.
    fn of(
        query: &RequestQuery,
        catalog: &Catalog,
        warehouse: &Warehouse,
        today: Date,
    ) -> Result<Self, WebError> {
        let newest_published = || {
            let ranking = catalog.find_metric(&catalog.headline.published_ranking)?;
            let periods = warehouse.published.list_periods(ranking.indicator())?;
            Ok::<_, WebError>(periods.first().copied())
        };
        let published = query.parse_flag("published")?
            || (warehouse.newest_on.is_none() && newest_published()?.is_some());
        let newest =
            if published { newest_published()? } else { warehouse.newest_on.map(Period::year_of) };
        let period = (query.parse_period()?.or(newest)).unwrap_or_else(|| Period::year_of(today));
        // Two spans a day apart would tell what happened on that day, to one person.
        if matches!(period.shape, PeriodShape::Span(..)) && !warehouse.scope().has_rows() {
            let problem = catalog.phrases.format_phrase("period.no_span", &[]);
            return Err(WebError::BadRequest { problem });
        }
        let rule = match query.get_option("rule") {
            None | Some("date") => Rule::Date,
            Some("timestamp") => Rule::Timestamp,
            Some(other) => return Err(WebError::BadRequest { problem: format!("rule={other}") }),
        };
        let basis = MetricBasis::from_published_flag(published);
        Ok(Self { period, basis, rule })
    }

    /// The same view behind another address: `?period=2023`.
    pub fn query(self) -> String {
        let published = if self.basis.is_published() { "&published=1" } else { "" };
        let rule = if self.rule == Rule::Timestamp { "&rule=timestamp" } else { "" };
        format!("?period={}{published}{rule}", self.period)
    }

    /// Returns the same view one period earlier.
    pub fn before(self) -> Self {
        Self { period: self.period.previous_period(), ..self }
    }
}
