//! What a note is called in a store, and which of several of one export holds.

use std::cmp::Ordering;

use crate::shared_store::is_digest;

/// Where the owner of an archive is written down, in a store that may hold versions too.
pub(super) const OWNER: &str = "archive/office.json";
/// The folder of notes.
pub(super) const NOTES: &str = "archive/notes";
/// The folder of ledgers of erased dossiers.
pub(super) const LEDGERS: &str = "archive/erasures";
/// The folder of Parquet files.
pub(super) const OBJECTS: &str = "archive/objects";

/// Names a note by what it is of and by its own digest: `connector.export.revision.digest.json`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NoteName {
    connector: String,
    export: String,
    pub revision: u64,
    pub digest: String,
}

impl NoteName {
    /// Names the note of a source; `None` where its id is none of this program's.
    pub fn new(id: &str, revision: u64, digest: &str) -> Option<Self> {
        let (connector, export) = id.split_once('/')?;
        Self::parse(&format!("{connector}.{export}.{revision}.{digest}.json"))
    }

    /// Reads a name. It comes from outside: of anything but plain letters it is `None`.
    pub fn parse(name: &str) -> Option<Self> {
        let mut parts = name.strip_suffix(".json")?.split('.');
        let [connector, export, revision, digest] = std::array::from_fn(|_| parts.next());
        let (connector, export, revision, digest) = (connector?, export?, revision?, digest?);
        let is_plain =
            |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'_' || it == b'-';
        let is_id = !connector.is_empty() && connector.bytes().all(is_plain);
        let is_export = export.len() == 16 && export.bytes().all(|it| it.is_ascii_hexdigit());
        let read: u64 = revision.parse().ok()?;
        let is_named = is_id && is_export && is_digest(digest) && read.to_string() == revision;
        (is_named && parts.next().is_none()).then(|| Self {
            connector: connector.to_owned(),
            export: export.to_owned(),
            revision: read,
            digest: digest.to_owned(),
        })
    }

    /// The id of the source it is of.
    pub fn id(&self) -> String {
        format!("{}/{}", self.connector, self.export)
    }

    /// Where it lies in a store.
    pub fn path(&self) -> String {
        let Self { connector, export, revision, digest } = self;
        format!("{NOTES}/{connector}.{export}.{revision}.{digest}.json")
    }

    /// Orders the notes of one export, the one that holds first: what was said last, and where two machines said something at a time the
    /// one of the smaller digest, so that all of them hold the same.
    pub fn by_rank(&self, other: &Self) -> Ordering {
        other.revision.cmp(&self.revision).then_with(|| self.digest.cmp(&other.digest))
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn named(revision: u64, digit: &str) -> NoteName {
        NoteName::new("given/0123456789abcdef", revision, &digit.repeat(64)).expect("a name")
    }

    #[test]
    fn what_was_said_last_holds_and_of_two_at_a_time_the_smaller_digest() {
        let mut names = [named(0, "0"), named(1, "b"), named(1, "a"), named(10, "f")];
        names.sort_by(NoteName::by_rank);
        let ranked = names.map(|name| (name.revision, name.digest[..1].to_owned()));
        let expected = [(10, "f"), (1, "a"), (1, "b"), (0, "0")];
        assert_eq!(ranked, expected.map(|(revision, digit)| (revision, digit.to_owned())));
    }

    #[test]
    fn a_name_is_read_as_it_is_written() {
        let name = named(3, "a");
        let path = name.path();
        let read = NoteName::parse(path.strip_prefix("archive/notes/").expect("its folder"));
        assert_eq!(read.as_ref(), Some(&name));
        assert_eq!(name.id(), "given/0123456789abcdef");
    }

    #[rstest]
    #[case::a_folder_above("..", "0123456789abcdef", "0")]
    #[case::a_path("a/b", "0123456789abcdef", "0")]
    #[case::another_system_s_path("a\\b", "0123456789abcdef", "0")]
    #[case::nobody("", "0123456789abcdef", "0")]
    #[case::a_short_export("given", "0123", "0")]
    #[case::a_number_with_a_sign("given", "0123456789abcdef", "+1")]
    #[case::a_number_written_otherwise("given", "0123456789abcdef", "01")]
    fn what_this_program_does_not_name_so_is_none(
        #[case] connector: &str,
        #[case] export: &str,
        #[case] revision: &str,
    ) {
        let digest = "a".repeat(64);
        let name = format!("{connector}.{export}.{revision}.{digest}.json");
        assert_eq!(NoteName::parse(&name), None);
    }
}
