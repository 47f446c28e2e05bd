//! A briefing as one text of so many characters, cut by whole sentences.

use super::{super::wording::AnswerWording, request::Briefing};

/// Characters a chat message takes.
pub const CHAT_CHARACTERS: usize = 900;

/// More sentences than any briefing has.
const LEFT_MOST: usize = 99;

/// Fits a briefing into so many characters: the title, each answer on a line of its own, whole or not at all; what was left out
/// is said. `link` stands at the end, always.
pub fn fit_sentences(
    words: AnswerWording,
    briefing: &Briefing,
    link: Option<&str>,
    most: usize,
) -> String {
    let all: Vec<&str> = briefing.sentences.iter().map(|one| one.text.as_str()).collect();
    let compose = |kept: &[&str], left: usize| {
        let mut lines = Vec::from_iter(briefing.invented.clone());
        lines.push(briefing.title.clone());
        lines.extend(kept.iter().map(|text| (*text).to_owned()));
        if left > 0 {
            let said = [("count", left.to_string())];
            let said = said.each_ref().map(|(name, value)| (*name, value.as_str()));
            lines.push(words.fill_phrase("briefing.left_out", &said));
        }
        lines.extend(link.map(str::to_owned));
        lines.join("\n")
    };
    let whole = compose(&all, 0);
    if whole.chars().count() <= most {
        return whole;
    }
    // A long answer is cut after one of its sentences, and what follows it is told all the same.
    let mut kept: Vec<String> = Vec::new();
    let mut left = 0;
    for text in &all {
        let (mut said, mut is_cut) = (String::new(), false);
        for sentence in split_sentences(text) {
            let longer = format!("{said}{}{sentence}", if said.is_empty() { "" } else { " " });
            let mut tried: Vec<&str> = kept.iter().map(String::as_str).collect();
            tried.push(&longer);
            // Room for saying how many are left out is kept free.
            // What follows in an answer leans on what came before.
            if !is_cut && compose(&tried, LEFT_MOST).chars().count() <= most {
                said = longer;
            } else {
                is_cut = true;
                left += 1;
            }
        }
        if !said.is_empty() {
            kept.push(said);
        }
    }
    compose(&kept.iter().map(String::as_str).collect::<Vec<_>>(), left)
}

/// Splits a text after each full stop that ends a sentence: one before a space and a large letter or a digit.
fn split_sentences(text: &str) -> Vec<&str> {
    let mut sentences = Vec::new();
    let mut rest = text;
    while let Some(at) = find_end(rest) {
        sentences.push(&rest[..=at]);
        rest = rest[at + 1..].trim_start();
    }
    if !rest.is_empty() {
        sentences.push(rest);
    }
    sentences
}

fn find_end(text: &str) -> Option<usize> {
    text.match_indices(". ").map(|(at, _)| at).find(|at| {
        let next = text[at + 2..].chars().next();
        next.is_some_and(|next| next.is_uppercase() || next.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        catalog::Catalog,
        domain::period::Period,
        view::{BriefingSentence, SentenceKind, VerdictTally},
    };

    fn briefing(texts: &[&str]) -> Briefing {
        let period: Period = "2023".parse().expect("a period");
        let sentences = texts.iter().map(|text| BriefingSentence {
            kind: SentenceKind::Floor,
            text: (*text).to_owned(),
            proofs: Vec::new(),
        });
        Briefing {
            title: "Huyện A".into(),
            invented: None,
            whose: String::new(),
            period: String::new(),
            tally: VerdictTally::default(),
            judged_over: period,
            sentences: sentences.collect(),
        }
    }

    fn fit(texts: &[&str], link: Option<&str>, most: usize) -> String {
        let catalog = Catalog::load_content(None).expect("the content is well");
        fit_sentences(AnswerWording::new(&catalog), &briefing(texts), link, most)
    }

    #[test]
    fn what_fits_is_told_whole() {
        assert_eq!(fit(&["Một.", "Hai."], Some("http://a"), 900), "Huyện A\nMột.\nHai.\nhttp://a");
    }

    #[test]
    fn what_does_not_fit_goes_by_whole_sentences_and_is_counted() {
        let long = "Dài ".repeat(20) + "hết.";
        let said = fit(&[&format!("Một. {long} Hai."), "Ba."], Some("http://a"), 80);
        assert_eq!(said, "Huyện A\nMột.\nBa.\n(Còn 2 câu, xem ở trang.)\nhttp://a");
        assert!(said.chars().count() <= 80);
    }

    #[test]
    fn an_abbreviation_and_a_number_end_no_sentence() {
        assert_eq!(
            split_sentences("Có 1.063 hồ sơ. 3 xã giảm. hết"),
            ["Có 1.063 hồ sơ.", "3 xã giảm. hết"]
        );
    }
}
