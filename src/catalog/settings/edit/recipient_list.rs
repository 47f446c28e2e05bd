//! The recipients of a schedule as the file lists them, each with the comments beside it.
//!
//! In a list in brackets a comment behind a comma is kept with what comes after it: who adds or removes one must not give the comment about
//! one person to another.

use toml_edit::{Array, ArrayOfTables, Decor, InlineTable, Item, RawString, Table, Value};

use super::table_edit::{EditProblem, comment_lines, comments_of, make_table};

/// The recipients of a schedule, in either form a file may have them.
pub enum RecipientList<'d> {
    Inline(&'d mut Array),
    Tables(&'d mut ArrayOfTables),
}

impl<'d> RecipientList<'d> {
    /// Finds them; makes an empty list where there is none.
    pub fn of(schedule: &'d mut Table) -> Result<Self, EditProblem> {
        match schedule.entry("to").or_insert_with(|| Item::Value(Value::Array(Array::new()))) {
            Item::Value(Value::Array(list)) => Ok(Self::Inline(list)),
            Item::ArrayOfTables(list) => Ok(Self::Tables(list)),
            _ => Err(EditProblem::ByHand),
        }
    }

    /// Puts one behind the others, on a line of its own where the others have one.
    pub fn push(self, recipient: &[(&str, &str)]) {
        match self {
            Self::Tables(list) => list.push(make_table(recipient)),
            Self::Inline(list) => push_inline(list, recipient),
        }
    }

    /// Takes one out by its place; returns the comments that were about it.
    pub fn remove(self, place: usize) -> Result<Vec<String>, EditProblem> {
        match self {
            Self::Inline(list) if place < list.len() => Ok(remove_inline(list, place)),
            Self::Tables(list) if place < list.len() => {
                let above = list.get(place).map(comments_of).unwrap_or_default();
                list.remove(place);
                Ok(above)
            }
            Self::Inline(_) | Self::Tables(_) => Err(EditProblem::Gone),
        }
    }
}

fn push_inline(list: &mut Array, recipient: &[(&str, &str)]) {
    let pairs = recipient.iter().map(|(name, text)| (*name, Value::from(*text)));
    let mut value = Value::InlineTable(pairs.collect::<InlineTable>());
    let before = list.iter().last().map(|last| prefix_of(last.decor())).unwrap_or_default();
    // A comment above the last one is not about the next.
    let line = before.rsplit_once('\n').map(|(_, indent)| format!("\n{indent}"));
    let usual = if list.is_empty() { "" } else { " " };
    // The comment behind the last one stays behind it.
    let tail = take_tail(list);
    let (beside, rest) = split_line(&tail);
    let prefix = match line {
        Some(line) => format!("{}{line}", beside.trim_end()),
        None if beside.contains('#') => format!("{}\n", beside.trim_end()),
        None => usual.to_owned(),
    };
    value.decor_mut().set_prefix(prefix);
    list.push_formatted(value);
    list.set_trailing(rest.to_owned());
}

fn remove_inline(list: &mut Array, place: usize) -> Vec<String> {
    let removed = list.remove(place);
    let own = prefix_of(removed.decor());
    let (beside_before, above) = split_line(&own);
    let next = list.get(place).map(|next| prefix_of(next.decor()));
    // Behind the last there is no comma but where one was written.
    let tail = next.clone().unwrap_or_else(|| suffix_of(removed.decor()) + &take_tail(list));
    let (beside, rest) = split_line(&tail);
    let mut comments = comment_lines(above);
    comments.extend(comment_lines(beside));
    // What was beside the one before is beside it still, and whatever follows stands as it stood.
    let kept = if !rest.is_empty() {
        format!("{beside_before}{rest}")
    } else if let Some((_, indent)) = above.rsplit_once('\n') {
        format!("{beside_before}\n{indent}")
    } else if place == 0 {
        beside_before.to_owned()
    } else {
        beside.to_owned()
    };
    match list.get_mut(place) {
        Some(next) => next.decor_mut().set_prefix(kept),
        None => list.set_trailing(kept),
    }
    comments
}

/// What stands between the last one and the bracket, out of the list.
fn take_tail(list: &mut Array) -> String {
    let newest = list.len().checked_sub(1).and_then(|at| list.get_mut(at));
    let behind = newest.map(|newest| {
        let behind = suffix_of(newest.decor());
        newest.decor_mut().set_suffix("");
        behind
    });
    let tail = list.trailing().as_str().unwrap_or_default().to_owned();
    list.set_trailing("");
    behind.unwrap_or_default() + &tail
}

/// What stands on the line of the one before, and the rest, from the line's end on.
fn split_line(text: &str) -> (&str, &str) {
    text.split_at(text.find('\n').unwrap_or(text.len()))
}

fn prefix_of(decor: &Decor) -> String {
    decor.prefix().and_then(RawString::as_str).unwrap_or_default().to_owned()
}

fn suffix_of(decor: &Decor) -> String {
    decor.suffix().and_then(RawString::as_str).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use toml_edit::DocumentMut;

    /// Three people, a line each, with comments above and beside.
    const LINES: &str = "to = [\n  # trên A\n  { a = 1 }, # bên A\n  # trên B\n  { b = 1 }, # bên B\n  { c = 1 }, # bên C\n]\n";

    fn list(document: &mut DocumentMut) -> RecipientList<'_> {
        RecipientList::of(document.as_table_mut()).expect("a list")
    }

    #[rstest]
    #[case::the_first(0, "to = [\n  # trên B\n  { b = 1 }, # bên B\n  { c = 1 }, # bên C\n]\n", &["# trên A", "# bên A"])]
    #[case::one_between(1, "to = [\n  # trên A\n  { a = 1 }, # bên A\n  { c = 1 }, # bên C\n]\n", &["# trên B", "# bên B"])]
    #[case::the_last(2, "to = [\n  # trên A\n  { a = 1 }, # bên A\n  # trên B\n  { b = 1 }, # bên B\n]\n", &["# bên C"])]
    fn comments_go_with_whom_they_are_about(
        #[case] place: usize,
        #[case] left: &str,
        #[case] comments: &[&str],
    ) {
        // With a comma behind the last one and without.
        for (from, to) in [("", ""), ("{ c = 1 },", "{ c = 1 }")] {
            let mut document: DocumentMut = LINES.replace(from, to).parse().expect("toml");
            assert_eq!(list(&mut document).remove(place).expect("there"), comments);
            let kept = document.to_string();
            let plain = |text: &str| text.replace("},", "}");
            assert_eq!(plain(&kept), plain(left), "{kept}");
            kept.parse::<DocumentMut>().expect("still toml");
        }
    }

    #[rstest]
    #[case::the_first(0, "to = [{ b = 1 }, { c = 1 }]")]
    #[case::one_between(1, "to = [{ a = 1 }, { c = 1 }]")]
    #[case::the_last(2, "to = [{ a = 1 }, { b = 1 }]")]
    fn on_one_line_the_others_stay_as_they_are(#[case] place: usize, #[case] left: &str) {
        let text = "to = [{ a = 1 }, { b = 1 }, { c = 1 }]";
        let mut document: DocumentMut = text.parse().expect("toml");
        assert!(list(&mut document).remove(place).expect("there").is_empty());
        assert_eq!(document.to_string().trim_end(), left);
    }

    #[test]
    fn who_is_added_does_not_get_the_comment_of_the_one_before() {
        let mut document: DocumentMut = LINES.parse().expect("toml");
        list(&mut document).push(&[("name", "Mai")]);
        let added = LINES.replace("# bên C\n", "# bên C\n  { name = \"Mai\" }\n");
        assert_eq!(document.to_string().replace("\" },", "\" }"), added);
    }

    #[test]
    fn of_tables_the_comment_above_is_told() {
        let text = "# trên A\n[[to]]\na = 1\n\n# trên B\n[[to]]\nb = 1\n";
        let mut document: DocumentMut = text.parse().expect("toml");
        assert_eq!(list(&mut document).remove(1).expect("there"), ["# trên B"]);
        assert_eq!(document.to_string(), "# trên A\n[[to]]\na = 1\n");
    }
}
