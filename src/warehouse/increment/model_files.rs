//! The files of the models: which relations each makes, and what it is made of.

use std::collections::BTreeSet;

use super::{
    change::dossier_change::TOLD_TABLES,
    content_statement::{StatementTarget, split_statements},
};
use crate::catalog::content::ContentSet;

/// What every export that comes adds to.
pub const OF_EVERY_SOURCE: [&str; 6] =
    ["source", "rejected_row", "unreadable_value", "unsaid_no", "layout_row", "erased_row"];

/// The line by which a file of the models says that what it makes of a dossier is made of that dossier's rows alone, and of their exports'.
const APART: &str = "-- apart_by = \"dossier_code\"";

/// The line by which a file says that it reads what is said of an export by that export's id alone: one more makes nothing else of the others.
const LOOKS_UP: &str = "-- looks_up = \"source\"";

/// The table of which rows can be told by the dossier they are of, whoever else adds to it.
const TOLD_AGAIN: &str = "told_again";

/// A file of `queries/models/`, as its statements say it.
pub struct ModelFile {
    pub path: String,
    pub text: String,
    pub targets: Vec<StatementTarget>,
    words: BTreeSet<String>,
    /// Whether it says that it makes what it makes of each dossier apart.
    is_apart: bool,
}

impl ModelFile {
    /// Tells whether it adds rows to a table that others fill too.
    pub fn adds_rows(&self) -> bool {
        self.targets.iter().any(|it| matches!(it, StatementTarget::Rows(_)))
    }

    /// Whether all it makes can be put in the place of what it made of some dossiers.
    fn is_made_of_some(&self) -> bool {
        self.targets.iter().all(|target| match target {
            StatementTarget::Table(_) => true,
            StatementTarget::Rows(name) => name == TOLD_AGAIN,
            StatementTarget::View(_) => false,
        })
    }

    /// Its name as progress tells it: `x` of `queries/models/x.sql`.
    pub fn name(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or(&self.path);
        name.strip_suffix(".sql").unwrap_or(name)
    }
}

/// Every file of the models, in their order.
pub struct ModelFiles(Vec<ModelFile>);

/// The files of the models that must be run again, of some dossiers or of all.
#[derive(Default)]
pub struct StaleFiles<'f> {
    /// Those that are run of the dossiers that changed alone.
    pub apart: Vec<&'f ModelFile>,
    pub whole: Vec<&'f ModelFile>,
}

impl StaleFiles<'_> {
    /// Tells whether a file is run of the dossiers that changed alone.
    pub fn has_apart(&self, file: &ModelFile) -> bool {
        self.apart.iter().any(|one| one.path == file.path)
    }
}

impl ModelFiles {
    /// Reads the files of the models; `None` where one does what nobody here knows how to take back.
    pub fn read_files(content: &ContentSet) -> Option<Self> {
        let files = content.list_files("queries/models/", ".sql").map(|file| {
            let text = String::from_utf8(file.bytes.to_vec()).ok()?;
            let statements = split_statements(&text)?;
            let targets: Option<Vec<StatementTarget>> =
                statements.iter().map(|it| it.target().filter(|_| it.is_plain())).collect();
            let mut words: BTreeSet<String> =
                statements.iter().flat_map(|it| it.words()).map(str::to_owned).collect();
            if text.lines().any(|line| line == LOOKS_UP) {
                words.remove("source");
            }
            let is_apart = text.lines().any(|line| line == APART);
            Some(ModelFile { path: file.path.clone(), words, targets: targets?, text, is_apart })
        });
        files.collect::<Option<Vec<ModelFile>>>().map(Self)
    }

    /// Adds what the models make of relations that changed, and returns the files that must be run again.
    pub fn spread_changes(&self, changed: &mut BTreeSet<String>) -> Vec<&ModelFile> {
        self.spread_changes_past(changed, &BTreeSet::new())
    }

    /// As `spread_changes`, where the files of some paths make what they made whatever changed.
    pub fn spread_changes_past(
        &self,
        changed: &mut BTreeSet<String>,
        still: &BTreeSet<String>,
    ) -> Vec<&ModelFile> {
        loop {
            let before = changed.len();
            let moved = self.0.iter().filter(|file| !still.contains(&file.path));
            let stale: Vec<&ModelFile> =
                moved.filter(|file| names_any(&file.words, changed)).collect();
            for target in stale.iter().flat_map(|file| &file.targets) {
                changed.insert(target.name().to_owned());
            }
            // A table that several files fill is filled by all of them again.
            if changed.len() == before {
                return stale;
            }
        }
    }

    /// Tells the stale files apart that need be run for some dossiers alone where new exports tell of these: those that say so, and name
    /// nothing else that changed. Who adds rows to a table does so only where nobody else who adds to it must be run.
    pub fn split_stale<'f>(stale: &[&'f ModelFile], changed: &BTreeSet<String>) -> StaleFiles<'f> {
        let mut split = StaleFiles::default();
        let mut known: BTreeSet<&str> =
            TOLD_TABLES.iter().chain(&OF_EVERY_SOURCE).copied().collect();
        for file in stale {
            let own = file.targets.iter().map(StatementTarget::name);
            let names: BTreeSet<&str> = known.iter().copied().chain(own.clone()).collect();
            let is_known =
                |name: &&String| !file.words.contains(*name) || names.contains(name.as_str());
            let is_apart = file.is_apart && file.is_made_of_some();
            if is_apart && changed.iter().all(|name| is_known(&name)) {
                known.extend(own.filter(|_| !file.adds_rows()));
                split.apart.push(file);
            } else {
                split.whole.push(file);
            }
        }
        let added: BTreeSet<String> = (split.apart.iter().filter(|file| file.adds_rows()))
            .flat_map(|file| &file.targets)
            .map(|target| target.name().to_owned())
            .collect();
        let others: BTreeSet<String> = changed.difference(&added).cloned().collect();
        let adds = |file: &ModelFile| file.targets.iter().any(|it| added.contains(it.name()));
        if split.whole.iter().any(|file| adds(file) && names_any(&file.words, &others)) {
            split.apart.retain(|file| !file.adds_rows());
            split.whole = stale.iter().filter(|file| !split.has_apart(file)).copied().collect();
        } else {
            split.whole.retain(|file| !adds(file));
        }
        split
    }

    /// Tells whether what changed makes models add anew to a table whose other rows cannot be told from theirs: one of the reference, or one
    /// that staging fills.
    pub fn loses_rows(&self, changed: &BTreeSet<String>, referenced: &BTreeSet<String>) -> bool {
        let mut spread = changed.clone();
        self.spread_changes(&mut spread);
        self.made().any(|target| {
            let name = target.name();
            let is_filled = referenced.contains(name) || changed.contains(name);
            matches!(target, StatementTarget::Rows(_)) && spread.contains(name) && is_filled
        })
    }

    /// Names every relation the models make or add to.
    pub fn made(&self) -> impl Iterator<Item = &StatementTarget> {
        self.0.iter().flat_map(|file| &file.targets)
    }
}

/// Tells whether any of the words is one of the names.
pub fn names_any(words: &BTreeSet<String>, names: &BTreeSet<String>) -> bool {
    names.iter().any(|name| words.contains(name))
}

/// Tells whether SQL of the content names any of the relations, or may read what it does not name.
pub fn may_read(sql: &str, names: &BTreeSet<String>) -> bool {
    let Some(statements) = split_statements(sql) else { return true };
    statements.iter().any(|statement| {
        let words = statement.words();
        !statement.is_plain() || names.iter().any(|name| words.contains(name.as_str()))
    })
}

#[cfg(test)]
mod tests {
    use super::{super::content_statement::ContentStatement, *};
    use rstest::rstest;

    fn files(texts: &[&str]) -> ModelFiles {
        let files = texts.iter().map(|text| {
            let statements = split_statements(text).expect("split");
            ModelFile {
                path: String::new(),
                text: (*text).to_owned(),
                targets: statements.iter().filter_map(ContentStatement::target).collect(),
                words: (statements.iter().flat_map(|it| it.words())).map(str::to_owned).collect(),
                is_apart: text.contains(APART),
            }
        });
        ModelFiles(files.collect())
    }

    fn stale(files: &ModelFiles, changed: &str) -> (Vec<String>, BTreeSet<String>) {
        let mut changed = BTreeSet::from([changed.to_owned()]);
        let stale = files.spread_changes(&mut changed);
        let stale = stale.iter().map(|it| it.targets[0].name().to_owned()).collect();
        (stale, changed)
    }

    #[test]
    fn what_is_made_of_what_changed_changes_too() {
        let files = files(&[
            "create table a as select 1 from x",
            "create view b as select 1 from a",
            "create table c as select 1 from y",
        ]);
        assert_eq!(stale(&files, "x").0, ["a", "b"]);
        assert_eq!(stale(&files, "y").0, ["c"]);
    }

    #[test]
    fn a_table_of_several_files_is_filled_by_all_of_them() {
        let files = files(&[
            "insert into told select 1 from x",
            "insert into told select 1 from y",
            "create table z as select 1 from told",
            "create table w as select 1 from y",
        ]);
        assert_eq!(stale(&files, "y").0, ["told", "told", "z", "w"]);
        assert_eq!(stale(&files, "x").0, ["told", "told", "z"]);
    }

    /// Names the files that are run apart where a table got rows of new exports.
    fn apart(files: &ModelFiles, table: &str) -> Vec<String> {
        let mut changed: BTreeSet<String> = OF_EVERY_SOURCE.map(str::to_owned).into();
        changed.insert(table.to_owned());
        let stale = files.spread_changes(&mut changed);
        let split = ModelFiles::split_stale(&stale, &changed);
        split.apart.iter().map(|file| file.targets[0].name().to_owned()).collect()
    }

    #[rstest]
    #[case::dossiers("dossier_version", &["dossier", "told_again", "told_again"])]
    #[case::letters("apology_letter_version", &["dossier", "told_again", "told_again"])]
    #[case::a_register_of_procedures("procedure_version", &[])]
    fn dossiers_are_made_apart_unless_something_else_they_hang_on_changed(
        #[case] table: &str,
        #[case] made: &[&str],
    ) {
        let content = ContentSet::load_layers(None).expect("the content is well");
        let files = ModelFiles::read_files(&content).expect("known statements alone");
        let of_rows_alone = ["dossier_again", "dossier_system_row", "dossier_latest_together"];
        assert_eq!(apart(&files, table), [&of_rows_alone[..], made].concat());
    }

    #[test]
    fn what_is_made_apart_names_nothing_else_that_changed() {
        let declared = |text: &str| format!("{APART}\n{text}");
        let texts = [
            declared("create table a as select 1 from dossier_version"),
            declared("create table b as select 1 from a join source on true"),
            declared("create table c as select 1 from a join known on true"),
            declared("create table d as select 1 from c"),
            "create table e as select 1 from dossier_version".to_owned(),
            declared("insert into f select 1 from dossier_version"),
            "create table known as select 1 from source".to_owned(),
        ];
        let files = files(&texts.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(apart(&files, "dossier_version"), ["a", "b"]);
    }

    #[rstest]
    #[case::dossiers("dossier_version", false)]
    #[case::petitions("petition_version", false)]
    #[case::figures("figure_version", false)]
    #[case::a_register_of_procedures("procedure_version", true)]
    fn the_models_that_are_built_in_can_be_taken_back(#[case] table: &str, #[case] is_lost: bool) {
        let content = ContentSet::load_layers(None).expect("the content is well");
        let files = ModelFiles::read_files(&content).expect("known statements alone");
        let changed =
            ["source", "rejected_row", "unreadable_value", "unsaid_no", "layout_row", "erased_row"];
        let mut changed: BTreeSet<String> = changed.map(str::to_owned).into();
        changed.insert(table.to_owned());
        let referenced = BTreeSet::from(["procedure".to_owned()]);
        assert_eq!(files.loses_rows(&changed, &referenced), is_lost);
    }
}
