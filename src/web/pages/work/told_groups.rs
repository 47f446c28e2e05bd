//! What is said of many files alike is said once.

use crate::{catalog::phrases::PhraseBook, web::jobs::job_runner::UploadOutcome};

/// Files that are named of many.
const NAMED: usize = 5;

/// Says once what is said of several files in the same words, with their names; the order is that of the first of each.
pub fn group_outcomes(phrases: &PhraseBook, told: Vec<UploadOutcome>) -> Vec<UploadOutcome> {
    let mut groups: Vec<(String, Vec<UploadOutcome>)> = Vec::new();
    for one in told {
        let key = match &one.file {
            // A mark that no sentence has.
            Some(file) => format!("{} {}", one.is_done, one.text.replace(file.as_str(), "\u{0}")),
            None => one.text.clone(),
        };
        match groups.iter_mut().find(|(of, _)| *of == key) {
            Some((_, group)) => group.push(one),
            None => groups.push((key, vec![one])),
        }
    }
    groups.into_iter().filter_map(|(_, group)| say_once(phrases, &group)).collect()
}

fn say_once(phrases: &PhraseBook, group: &[UploadOutcome]) -> Option<UploadOutcome> {
    let count = group.len();
    let names: Vec<&str> = group.iter().filter_map(|one| one.file.as_deref()).collect();
    let mut some = names.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
    if names.len() > NAMED {
        some += ", …";
    }
    let first = group.first()?.clone();
    let Some(file) = first.file.as_deref().filter(|_| count > 1) else {
        return Some(first);
    };
    let values = [("count", &*count.to_string()), ("names", &*some)];
    let files = phrases.format_phrase("work.files", &values);
    // They are named once; a sentence of an error begins with its file.
    let (before, after) = first.text.split_once(file)?;
    let after = after.replace(&format!("`{file}`: "), "").replace(file, "…");
    Some(UploadOutcome { text: format!("{before}{files}{after}"), file: None, ..first.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(file: &str, text: &str, is_done: bool) -> UploadOutcome {
        UploadOutcome {
            file: Some(file.to_owned()),
            source_id: None,
            text: text.to_owned(),
            is_done,
        }
    }

    #[test]
    fn what_is_said_of_several_files_in_the_same_words_is_said_once() {
        let told = vec![
            outcome("a.csv", "a.csv: đã nhận từ 01/01/2024.", true),
            outcome("x.csv", "Không nhận được x.csv: `x.csv`: tiêu đề lạ", false),
            outcome("b.csv", "b.csv: đã nhận từ 01/01/2024.", true),
            outcome("c.csv", "c.csv: đã nhận từ 02/01/2024.", true),
            outcome("y.csv", "Không nhận được y.csv: `y.csv`: tiêu đề lạ", false),
        ];
        let said = group_outcomes(PhraseBook::built_in(), told);
        let said: Vec<(&str, Option<&str>)> =
            said.iter().map(|one| (&*one.text, one.file.as_deref())).collect();
        assert_eq!(
            said,
            [
                ("2 tệp (a.csv, b.csv): đã nhận từ 01/01/2024.", None),
                ("Không nhận được 2 tệp (x.csv, y.csv): tiêu đề lạ", None),
                ("c.csv: đã nhận từ 02/01/2024.", Some("c.csv")),
            ]
        );
    }

    #[test]
    fn of_many_files_the_first_are_named() {
        let told = (1..=7).map(|number| {
            let file = format!("{number}.csv");
            outcome(&file, &format!("{file}: đã nhận."), true)
        });
        let said = group_outcomes(PhraseBook::built_in(), told.collect());
        assert_eq!(said.len(), 1);
        assert_eq!(said[0].text, "7 tệp (1.csv, 2.csv, 3.csv, 4.csv, 5.csv, …): đã nhận.");
    }
}
