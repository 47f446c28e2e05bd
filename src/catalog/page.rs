//! What a page shows: `dashboards/<page>.toml`.

use std::ops::Range;

use serde::Deserialize;

use super::{
    CatalogError,
    content::toml_text::parse_toml,
    content::{ContentSet, text_template::TextTemplate},
    metric::headline::{self, HeadlineDefinition, MetricParts, MetricRules},
    phrases::wording::ErrorWording,
};

/// Lays a page out: what stands on it, and what is said there.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageDefinition {
    pub id: String,
    pub title: String,
    /// Counts of what is to be looked at this week.
    #[serde(default)]
    pub watched: Vec<String>,
    /// What is said of those under the floor, after "98 trên 148"; and where there are none.
    #[serde(default)]
    pub finding: Option<String>,
    #[serde(default)]
    pub none_below: Option<String>,
    /// Without newer data for so many days, a page says how old it is.
    #[serde(default = "week")]
    pub stale_days: i64,
    /// Reports whose papers are to be had from the page at once.
    #[serde(default)]
    pub papers: Vec<String>,
    /// Lists of dossiers to choose from.
    #[serde(default, rename = "list")]
    pub lists: Vec<DossierList>,
    /// Which metric plays which part in the sentences it begins with.
    #[serde(default)]
    pub briefing: BriefingDefinition,
    // What follows stands in `queries/headline.toml`; for one version more an office's own page may say it here.
    #[serde(default)]
    tiles: Option<Vec<String>>,
    #[serde(default)]
    published_tiles: Option<Vec<String>>,
    #[serde(default)]
    ranking: Option<String>,
    #[serde(default)]
    published_ranking: Option<String>,
    #[serde(default)]
    level: Option<String>,
    #[serde(default)]
    parts: Option<Vec<MetricParts>>,
    #[serde(default)]
    rules: Option<Vec<MetricRules>>,
    #[serde(skip)]
    path: String,
}

/// Names the metrics of the sentences an answer to a chair is made of; without one, its sentence is not said.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BriefingDefinition {
    /// Counts what came in: who has none of it is silent.
    pub received: Option<String>,
    /// A share whose denominator is what was finished; what misses was finished too late.
    pub ended: Option<String>,
    /// Counts what is open and past its day.
    pub overdue: Option<String>,
    /// Counts what is open and falls due soon.
    pub due: Option<String>,
}

impl BriefingDefinition {
    /// Lists every metric it names.
    pub fn named_metrics(&self) -> impl Iterator<Item = &String> {
        [&self.received, &self.ended, &self.overdue, &self.due].into_iter().flatten()
    }
}

/// What a sentence about those under the floor can say.
const OF_FINDING: [&str; 3] = ["level", "floor", "period"];

fn week() -> i64 {
    7
}

/// Lists the dossiers behind a metric.
#[expect(clippy::struct_excessive_bools, reason = "each is a word an office writes")]
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DossierList {
    pub id: String,
    /// Names it had before: addresses that say them are still understood.
    #[serde(default)]
    pub old_ids: Vec<String>,
    pub name: String,
    pub metric: String,
    /// Only those that pull the metric down.
    #[serde(default)]
    pub failing: bool,
    /// The page of an agency begins it.
    #[serde(default)]
    pub on_agency: bool,
    /// How many are due on which day is told over it.
    #[serde(default)]
    pub by_due_day: bool,
    /// Who has any of it is urged.
    #[serde(default)]
    pub is_urged: bool,
    /// Reports whose papers are about what it lists.
    #[serde(default)]
    pub papers: Vec<String>,
}

impl PageDefinition {
    /// Reads `dashboards/<id>.toml`.
    pub fn load_page(content: &ContentSet, id: &str) -> Result<Self, CatalogError> {
        let path = format!("dashboards/{id}.toml");
        let text = content.file_text(&path)?;
        let page: Self = parse_toml(&path, text, text, |place| place)?;
        for sentence in [&page.finding, &page.none_below].into_iter().flatten() {
            TextTemplate::parse(sentence).check_in(&path, text, &OF_FINDING)?;
        }
        Ok(Self { path, ..page })
    }

    /// Finds the list of what somebody is urged about.
    pub fn urged_list(&self) -> Option<&DossierList> {
        self.lists.iter().find(|list| list.is_urged)
    }

    /// Names the metric that counts what somebody is urged about.
    pub fn urged_metric(&self) -> Option<&str> {
        self.urged_list().map(|urged| urged.metric.as_str())
    }

    /// Lists every report it names.
    pub fn named_reports(&self) -> impl Iterator<Item = &String> {
        self.papers.iter().chain(self.lists.iter().flat_map(|list| &list.papers))
    }

    /// Lists every metric it names.
    pub fn named_metrics(&self) -> impl Iterator<Item = &String> {
        (self.watched.iter().chain(self.lists.iter().map(|list| &list.metric)))
            .chain(self.briefing.named_metrics())
    }

    /// Reads the headline: the content's, or what this page says in its place if an office wrote it for an earlier version.
    pub(super) fn headline(
        &self,
        content: &ContentSet,
    ) -> Result<HeadlineDefinition, CatalogError> {
        let Some(key) = self.moved_key() else {
            return HeadlineDefinition::load(content);
        };
        let text = content.file_text(&self.path)?;
        let is_own = content.find_file(headline::PATH).is_some_and(|file| file.is_own);
        if let (Some(metrics), Some(ranking), Some(published_ranking), Some(level), false) =
            (&self.tiles, &self.ranking, &self.published_ranking, &self.level, is_own)
        {
            let headline = HeadlineDefinition {
                metrics: metrics.clone(),
                published_metrics: self.published_tiles.clone().unwrap_or_default(),
                ranking: ranking.clone(),
                published_ranking: published_ranking.clone(),
                level: level.clone(),
                handling: None,
                size_groups: Vec::new(),
                parts: self.parts.clone().unwrap_or_default(),
                rules: self.rules.clone().unwrap_or_default(),
            };
            headline.check(&self.path, text)?;
            return Ok(headline);
        }
        let told = ErrorWording::new("content.moved_key")
            .with("name", &key.to_owned())
            .with("file", &headline::PATH);
        let hint = ErrorWording::new("content.moved_key_hint").with("file", &headline::PATH);
        Err(CatalogError::worded_at(&self.path, text, place_of(text, key), told).with_hint(hint))
    }

    /// Says what of it will no longer be read here with the next version.
    pub(super) fn warning(&self) -> Option<ErrorWording> {
        let key = self.moved_key()?;
        let said = [("path", &*self.path), ("key", key), ("file", headline::PATH)];
        Some(ErrorWording::filled_with("content.moved_soon", &said))
    }

    /// Finds the first key that stands in another file now.
    fn moved_key(&self) -> Option<&'static str> {
        let keys = [
            ("tiles", self.tiles.is_some()),
            ("published_tiles", self.published_tiles.is_some()),
            ("ranking", self.ranking.is_some()),
            ("published_ranking", self.published_ranking.is_some()),
            ("level", self.level.is_some()),
            ("parts", self.parts.is_some()),
            ("rules", self.rules.is_some()),
        ];
        keys.into_iter().find(|(_, is_here)| *is_here).map(|(key, _)| key)
    }
}

/// Finds where a key stands, alone or as the heading of a table.
fn place_of(text: &str, key: &str) -> Option<Range<usize>> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let name = line.trim_start().trim_start_matches('[');
        let begin = start + line.len() - name.len();
        start += line.len();
        let is_it = name.strip_prefix(key).is_some_and(|rest| rest.starts_with([' ', '=', ']']));
        if is_it {
            return Some(begin..begin + key.len());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const OLD: &str =
        "tiles = [\"a\"]\nranking = \"a\"\npublished_ranking = \"b\"\nlevel = \"ward\"\n";
    const OWN: &str =
        "metrics = [\"c\"]\nranking = \"c\"\npublished_ranking = \"c\"\nlevel = \"ward\"\n";

    fn headline(page: &str, own: Option<&str>) -> Result<HeadlineDefinition, CatalogError> {
        let page = format!("id = \"overview\"\ntitle = \"Tổng quan\"\n{page}");
        let mut content = ContentSet::load_layers(None)?;
        content = content.with_file("dashboards/overview.toml", page.into_bytes());
        if let Some(own) = own {
            content = content.with_file(headline::PATH, own.as_bytes().to_vec());
        }
        PageDefinition::load_page(&content, "overview")?.headline(&content)
    }

    #[test]
    fn the_page_that_is_built_in_says_nothing_that_is_not_its_own() {
        let content = ContentSet::load_layers(None).expect("well");
        let page = PageDefinition::load_page(&content, "overview").expect("well");
        assert_eq!(page.warning(), None);
        assert_eq!(page.headline(&content).expect("well").level, "commune");
    }

    #[test]
    fn an_office_may_say_its_headline_in_its_own_file() {
        assert_eq!(headline("", Some(OWN)).expect("well").metrics, ["c"]);
    }

    #[test]
    fn a_page_an_office_wrote_for_the_version_before_is_still_read_whole() {
        let old = headline(OLD, None).expect("still read");
        assert_eq!(
            (old.metrics, old.ranking, old.published_ranking),
            (vec!["a".into()], "a".into(), "b".into())
        );
        // It said no parts and no rules, so there are none.
        assert!(old.published_metrics.is_empty() && old.parts.is_empty() && old.rules.is_empty());
    }

    #[rstest]
    #[case::in_both_files(OLD, Some(OWN), "`tiles`")]
    #[case::a_part_of_it("ranking = \"a\"\n", None, "`ranking`")]
    #[case::a_table_of_it("[[rules]]\ndate = \"a\"\ntimestamp = \"b\"\n", None, "`rules`")]
    fn what_says_the_headline_twice_or_in_part_is_refused_with_its_place(
        #[case] page: &str,
        #[case] own: Option<&str>,
        #[case] key: &str,
    ) {
        let error = headline(page, own).expect_err("refused");
        let CatalogError::Place { message, at, hint, .. } = error else { panic!("{error}") };
        let message = message.to_string();
        assert!(message.contains("dashboards/overview.toml") && message.contains(key), "{message}");
        assert_eq!(at.map(|at| at.len()), Some(key.len() - 2));
        assert!(hint.is_some_and(|hint| hint.to_string().contains("`metrics`")));
    }

    #[rstest]
    #[case::of_the_page("finding = \"{perod}\"\n", "`{perod}`")]
    #[case::of_parts(
        "[[parts]]\nmetric = \"a\"\nbest = \"b\"\nnames = [\"\", \"\", \"\"]\nfinding = \"{bets}\"\n",
        "`{bets}`"
    )]
    #[case::open("none_below = \"{level\"\n", "`{level` mở ngoặc")]
    fn a_sentence_that_nothing_fills_is_refused(#[case] page: &str, #[case] told: &str) {
        let error = headline(&format!("{OLD}{page}"), None).expect_err("refused").to_string();
        assert!(error.contains("overview.toml") && error.contains(told), "{error}");
    }
}
