//! What stands around every page: where one is, which numbers, and how fresh they are.

use std::sync::Arc;

use jiff::civil::Date;

use crate::{
    catalog::metric::{Metric, headline::MetricRules},
    domain::vietnamese_date::{format_day, format_day_and_time},
    domain::{decimal::format_thousands, measure::Rule, name::upper_first, period::Period},
    warehouse::query::MetricRequest,
    web::{
        auth::visitor::{RequestPrincipal, RoutePermission},
        finding::period_choices::PeriodChoices,
        http::{
            error::WebError,
            page_context::{PageContext, PageView},
        },
        navigation::SiteNavigation,
    },
};

/// Holds what stands around every page: navigation, period choices and how fresh the data is.
pub struct PageLayout {
    /// The pages there are; this one is marked.
    pub nav: SiteNavigation,
    pub view: PageView,
    /// "Năm 2023"
    pub period: String,
    pub before: LayoutChoice,
    /// None where the next one has not begun.
    pub after: Option<LayoutChoice>,
    pub periods: Vec<LayoutChoice>,
    /// A week together with the three before it, of which fewer have too few.
    pub weeks: Option<LayoutChoice>,
    /// Every other period.
    pub choices: PeriodChoices,
    /// Ours and the portal's; empty where there is only one of them.
    pub kinds: Vec<LayoutChoice>,
    /// By calendar days and by instants; empty where the page counts nothing in both ways.
    pub rules: Vec<LayoutChoice>,
    pub path: String,
    /// What the form of the period carries along.
    pub carried: Vec<(String, String)>,
    pub stale: Option<String>,
    /// That the numbers are invented, where they are.
    pub invented: Option<String>,
    /// What is wrong with the server itself.
    pub troubles: Vec<String>,
    /// That the period is locked, and whether its numbers are as they were reported; and whether they are not, or the lock is damaged.
    pub lock: Option<(String, bool)>,
    /// That nobody knows anything of the period, and why.
    pub gap: Option<String>,
    pub data_version: String,
    pub visitor: Arc<RequestPrincipal>,
}

/// The same page with another period, or with other numbers.
pub struct LayoutChoice {
    pub name: String,
    pub address: String,
    pub is_on: bool,
}

impl PageLayout {
    /// Whether who asks may see single dossiers.
    pub fn has_rows(&self) -> bool {
        self.visitor.has_permission(RoutePermission::Rows)
    }

    /// Tells whether who asks may see what is the office's alone.
    pub fn is_office(&self) -> bool {
        self.visitor.has_permission(RoutePermission::Office)
    }

    /// Whether who asks may hand exports in.
    pub fn may_work(&self) -> bool {
        self.visitor.has_permission(RoutePermission::Work)
    }

    /// Somebody who came in. Without users nobody is.
    pub fn is_known(&self) -> bool {
        self.visitor.has_permission(RoutePermission::Known)
    }

    /// The view as other pages take it.
    pub fn query(&self) -> String {
        self.view.query()
    }
}

impl PageContext<'_> {
    /// Makes the layout of a page under this item of the navigation. Fails where the published periods
    /// cannot be read.
    pub fn page_layout(&self, place: &'static str) -> Result<PageLayout, WebError> {
        let PageView { period, basis, .. } = self.view;
        let ranking = self.catalog.find_metric(&self.catalog.headline.published_ranking)?;
        let published_periods = self.warehouse.published.list_periods(ranking.indicator())?;
        let offered = match self.warehouse.newest_on {
            _ if basis.is_published() => published_periods.to_vec(),
            Some(newest) => Period::all_of(newest).to_vec(),
            None => Vec::new(),
        };
        let newest = self.warehouse.newest_on.unwrap_or(self.today);
        // Beside a portal's figures stands what we do not know, each where it belongs.
        let is_of_ours = ["overview", "agencies", "metrics", "dossiers"].contains(&place);
        let after =
            Some(period.next_period()).filter(|after| after.start() <= newest.max(self.today));
        let back = self.query.address_with(&[("page", None)]);
        let shown = (&*self.view.query(), basis.is_published());
        Ok(PageLayout {
            nav: SiteNavigation::new(&self.catalog.phrases, &self.query.visitor, shown, place),
            choices: self.period_choices(period, back.trim_end_matches('?'))?,
            view: self.view,
            period: self.period_label(self.ranking()?),
            before: self.period_choice(period.previous_period()),
            after: after.map(|after| self.period_choice(after)),
            weeks: self.four_week_choice(),
            periods: offered.into_iter().map(|one| self.period_choice(one)).collect(),
            kinds: self.number_choices(place, published_periods.first().copied()),
            rules: if place == "metrics" { Vec::new() } else { self.ranking_rules(place)? },
            path: self.query.path.clone(),
            carried: self.query.form_fields(&["period", "page"]),
            stale: self.stale_note(),
            invented: self.words().invented_notice(self.warehouse),
            troubles: self.troubles.clone(),
            lock: self.lock_notice()?,
            gap: self.describe_gap(self.ranking()?).filter(|_| is_of_ours),
            data_version: self.warehouse.data_version.clone(),
            visitor: Arc::clone(&self.query.visitor),
        })
    }

    /// That the period is locked, and how its numbers stand.
    fn lock_notice(&self) -> Result<Option<(String, bool)>, WebError> {
        if let Some(problem) = &self.lock.problem {
            return Ok(Some((problem.clone(), true)));
        }
        // Beside a portal's figures it says nothing of them.
        let lock = self.lock.locked.as_ref().filter(|_| !self.view.basis.is_published());
        let Some(lock) = lock else { return Ok(None) };
        let asked = (self.warehouse, self.view.period);
        let summary = lock.list_differing(&self.catalog.metrics, asked, None)?;
        let (at, numbers) =
            (format_day_and_time(lock.note.locked_at), summary.count_metrics().to_string());
        let said = [("by", lock.note.locked_by.as_str()), ("at", &at)];
        Ok(Some(if summary.is_same() {
            (self.words().fill_phrase("lock.notice.same", &said), false)
        } else {
            let said = [said[0], said[1], ("numbers", &numbers)];
            (self.words().fill_phrase("lock.notice.differs", &said), true)
        }))
    }

    /// The frame of a page about one metric: by what is known of that.
    pub fn metric_layout(
        &self,
        place: &'static str,
        metric: &Metric,
    ) -> Result<PageLayout, WebError> {
        let (period, gap) = (self.period_label(metric), self.describe_gap(metric));
        Ok(PageLayout { period, gap, ..self.page_layout(place)? })
    }

    /// "Năm 2024 (đến ngày 31/01/2024)"
    fn period_label(&self, metric: &Metric) -> String {
        let PageView { period, basis, .. } = self.view;
        let asked = MetricRequest { metric, period, basis };
        upper_first(&self.words().asked_period_name(self.warehouse, &asked))
    }

    /// "Năm 2024: chưa có số liệu sau 31/12/2023"
    pub fn describe_gap(&self, metric: &Metric) -> Option<String> {
        let PageView { period, basis, .. } = self.view;
        let gap = self.warehouse.metrics.gap(&MetricRequest { metric, period, basis })?;
        Some(self.words().period_gap(period, gap))
    }

    fn four_week_choice(&self) -> Option<LayoutChoice> {
        // Figures are published of months; spans of days are not everybody's to see.
        let may = !self.view.basis.is_published() && self.warehouse.scope().has_rows();
        let weeks = self.view.period.four_weeks().filter(|_| may)?;
        let short = self.words().short_period(weeks);
        let name = self.words().fill_phrase("period.four_weeks", &[("days", &short)]);
        Some(LayoutChoice { name, ..self.period_choice(weeks) })
    }

    fn period_choice(&self, period: Period) -> LayoutChoice {
        let id = period.to_string();
        LayoutChoice {
            name: upper_first(&self.words().period_name(period)),
            address: self.query.address_with(&[("period", Some(&id)), ("page", None)]),
            is_on: period == self.view.period,
        }
    }

    /// Ours and the portal's, where there are both and the page shows one or the other.
    fn number_choices(&self, place: &str, newest_published: Option<Period>) -> Vec<LayoutChoice> {
        if !["overview", "agencies", "metrics"].contains(&place) {
            return Vec::new();
        }
        let (Some(published), Some(ours)) =
            (newest_published, self.warehouse.newest_on.map(Period::year_of))
        else {
            return Vec::new();
        };
        let choice = |id: &str, period: Period, flag: Option<&str>| LayoutChoice {
            name: self.words().fill_phrase(id, &[]),
            address: (self.query)
                .address_with(&[("published", flag), ("period", Some(&period.to_string()))]),
            is_on: self.view.basis.is_published() == flag.is_some(),
        };
        vec![choice("frame.computed", ours, None), choice("frame.published", published, Some("1"))]
    }

    /// The rules what agencies are ranked by is told under, named by the metrics.
    fn ranking_rules(&self, place: &str) -> Result<Vec<LayoutChoice>, WebError> {
        let is_shown = ["overview", "agencies"].contains(&place);
        if is_shown { self.rule_choices(&self.catalog.headline.ranking) } else { Ok(Vec::new()) }
    }

    /// The same page under each of the rules a metric is told under.
    pub fn rule_choices(&self, metric_id: &str) -> Result<Vec<LayoutChoice>, WebError> {
        let known =
            self.catalog.headline.rules_of(metric_id).filter(|_| !self.view.basis.is_published());
        let Some(rules) = known else {
            return Ok(Vec::new());
        };
        self.build_rule_choices(rules, |flag, _| self.query.address_with(&[("rule", flag)]))
    }

    /// The rules of one metric: each is the page of its own.
    pub fn metric_rule_choices(&self, metric: &Metric) -> Result<Vec<LayoutChoice>, WebError> {
        let known = self.catalog.headline.rules_of(&metric.id);
        let Some(rules) = known.filter(|_| !self.view.basis.is_published()) else {
            return Ok(Vec::new());
        };
        let mut choices = self.build_rule_choices(rules, |flag, id| {
            self.query.with_path(format!("/indicators/{id}")).address_with(&[("rule", flag)])
        })?;
        for (choice, id) in choices.iter_mut().zip([&rules.date, &rules.timestamp]) {
            choice.is_on = metric.id == *id;
        }
        Ok(choices)
    }

    fn build_rule_choices(
        &self,
        rules: &MetricRules,
        address: impl Fn(Option<&str>, &str) -> String,
    ) -> Result<Vec<LayoutChoice>, WebError> {
        let choice = |id: &str, rule: Rule| {
            let flag = (rule == Rule::Timestamp).then_some("timestamp");
            let name = upper_first(&self.catalog.find_metric(id)?.rule_name);
            let is_on = self.view.rule == rule;
            Ok::<_, WebError>(LayoutChoice { name, address: address(flag, id), is_on })
        };
        Ok(vec![choice(&rules.date, Rule::Date)?, choice(&rules.timestamp, Rule::Timestamp)?])
    }

    /// Whether what is known reaches these days: what is due then is due soon.
    pub fn is_fresh(&self) -> bool {
        let newest = self.warehouse.known_until;
        newest.is_none_or(|newest| self.age_in_days(newest) <= self.catalog.overview.stale_days)
    }

    fn age_in_days(&self, day: Date) -> i64 {
        i64::from((self.today - day).get_days())
    }

    /// The period goes on, or nobody chose one, and for days nothing came in.
    fn stale_note(&self) -> Option<String> {
        let newest = self.warehouse.known_until.filter(|_| !self.view.basis.is_published())?;
        let days = self.age_in_days(newest);
        let is_old = days > self.catalog.overview.stale_days;
        let is_of_now =
            self.view.period.end() > newest || self.query.get_option("period").is_none();
        let values = [("day", format_day(newest)), ("days", format_thousands(days))];
        let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
        (is_old && is_of_now).then(|| self.words().fill_phrase("frame.stale", &values))
    }
}
