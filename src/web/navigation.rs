//! The pages there are, as they stand on every page: whole for whoever may see them, with the period and the rule one looks at.

use askama::Template;

use super::{
    auth::visitor::{RequestPrincipal, RoutePermission},
    http::query::RequestQuery,
    site::ServedSite,
};
use crate::{
    catalog::phrases::PhraseBook,
    domain::period::Period,
    view::{AnswerWording, ExportMark},
};

/// Lists the pages that whoever asks may see.
#[derive(Debug, Clone, Template)]
#[template(path = "_nav.html")]
pub struct SiteNavigation {
    items: Vec<NavigationItem>,
    /// That the dossiers behind a page's numbers are invented, where they are; of pages that stand on no build.
    pub invented: Option<String>,
}

/// Leads to a page.
#[derive(Debug, Clone)]
struct NavigationItem {
    name: String,
    address: String,
    is_on: bool,
}

/// Id, address and what is needed of every page, in the order of their use.
const PAGES: [(&str, &str, RoutePermission); 14] = [
    ("overview", "/", RoutePermission::Numbers),
    ("agencies", "/agencies", RoutePermission::Numbers),
    ("metrics", "/indicators", RoutePermission::Numbers),
    ("dossiers", "/dossiers", RoutePermission::Rows),
    ("reports", "/reports", RoutePermission::Rows),
    ("locks", "/locks", RoutePermission::Office),
    ("urgings", "/urgings", RoutePermission::Office),
    ("scorecards", "/scorecards", RoutePermission::Numbers),
    ("compare", "/compare", RoutePermission::Numbers),
    ("checks", "/checks", RoutePermission::Rows),
    ("sources", "/sources", RoutePermission::Office),
    ("admin", "/admin", RoutePermission::Admin),
    ("health", "/admin/health", RoutePermission::Admin),
    ("account", "/account", RoutePermission::Known),
];

impl SiteNavigation {
    /// Makes the list; `view` is the period and the rule as an address says them, `place` the id of the page it stands on.
    pub fn new(
        phrases: &PhraseBook,
        visitor: &RequestPrincipal,
        (view, is_published): (&str, bool),
        place: &str,
    ) -> Self {
        // Whoever must change the password sees nothing else until then.
        let is_open = |id: &str| !visitor.must_change() || id == "account";
        // A portal publishes figures, no dossiers.
        let is_there = |id: &str| is_open(id) && !(is_published && id == "dossiers");
        let item = |id: &str, path: &str| NavigationItem {
            name: phrases.format_phrase(&format!("nav.{id}"), &[]),
            address: format!("{path}{view}"),
            is_on: id == place,
        };
        let pages =
            PAGES.iter().filter(|(id, _, need)| visitor.has_permission(*need) && is_there(id));
        let mut items: Vec<NavigationItem> = pages.map(|(id, path, _)| item(id, path)).collect();
        // Without users nobody is known: the page says what then cannot be done here, and how it can.
        if !visitor.has_permission(RoutePermission::Known) {
            items.push(NavigationItem { address: "/login".to_owned(), ..item("login", "") });
        }
        Self { items, invented: None }
    }
}

impl RequestQuery {
    /// The period, the numbers and the rule the address names, for another address; nothing of what cannot be read.
    pub fn carried_view(&self) -> String {
        let period = self.parse_period().ok().flatten();
        let view = [
            period.map(|period: Period| format!("period={period}")),
            self.is_published().then(|| "published=1".to_owned()),
            (self.get_option("rule") == Some("timestamp")).then(|| "rule=timestamp".to_owned()),
        ];
        let view = view.into_iter().flatten().collect::<Vec<_>>().join("&");
        if view.is_empty() { view } else { format!("?{view}") }
    }

    fn is_published(&self) -> bool {
        self.parse_flag("published").unwrap_or(false)
    }
}

impl ServedSite {
    /// Makes the navigation of a page that stands on no build.
    pub fn navigation(&self, query: &RequestQuery, place: &str) -> SiteNavigation {
        let view = (&*query.carried_view(), query.is_published());
        self.mark_invented(SiteNavigation::new(&self.catalog.phrases, &query.visitor, view, place))
    }

    /// Adds to a navigation that the dossiers of what is published are invented, where they are.
    pub fn mark_invented(&self, nav: SiteNavigation) -> SiteNavigation {
        SiteNavigation { invented: self.export_mark().invented, ..nav }
    }

    /// What files say of the build that is published; nothing where none is.
    pub fn export_mark(&self) -> ExportMark {
        let words = AnswerWording::new(&self.catalog);
        let published = self.open_warehouse().ok();
        published.map_or_else(ExportMark::default, |it| ExportMark::of_build(words, &it))
    }
}
