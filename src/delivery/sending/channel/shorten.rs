//! What is too long for where it goes.

use crate::catalog::content::text_template::TextTemplate;

/// Room for what is said in place of the rest.
const TAIL: usize = 40;

/// Whole lines of a text, so many letters at most; `more` says how many things are left out, `{count}`. What an earlier tail says is left out is
/// counted with the lines of its paragraph, in the words of then; what the paragraphs after it held is told apart, so that what is listed and
/// left out under a heading stays what the heading says. A last paragraph of one line, which says whose the numbers are, stays.
pub fn shorten_text(text: &str, most: usize, more: &str) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let (body, last) = split_last(text, most);
    let paragraphs: Vec<&str> = body.split("\n\n").collect();
    let tail = |words: &str| TAIL.max(words.chars().count() + 2);
    let tails = body.lines().filter(|line| line.starts_with('…')).map(tail);
    let mut taken = tails.chain([tail(more)]).max().unwrap_or(TAIL);
    if paragraphs.len() > 1 {
        taken += tail(more);
    }
    taken += last.map_or(0, |last| last.chars().count() + 2);
    let room = most.saturating_sub(taken);
    let (mut kept, mut length, mut after) = (Vec::new(), 0, 0);
    for paragraph in paragraphs {
        let (mut lines, mut here, mut words) = (Vec::new(), 0, None);
        for line in paragraph.lines() {
            length += line.chars().count() + 1;
            if length <= room {
                lines.push(line.to_owned());
            } else if let Some((count, before)) = read_tail(line) {
                here += count;
                words = Some(before);
            } else {
                here += usize::from(line.starts_with("- "));
            }
        }
        if lines.is_empty() {
            after += here;
            continue;
        }
        length += 1;
        lines.extend((here > 0).then(|| write_tail(words.as_deref().unwrap_or(more), here)));
        kept.push(lines.join("\n"));
    }
    if after > 0 {
        kept.push(write_tail(more, after));
    } else if !kept.last().is_some_and(|it| it.lines().last().is_some_and(is_tail)) {
        kept.push("…".to_owned());
    }
    kept.extend(last.map(str::to_owned));
    kept.join("\n\n").chars().take(most).collect()
}

/// The last paragraph apart, where it is one short line and no list.
fn split_last(text: &str, most: usize) -> (&str, Option<&str>) {
    let is_kept = |last: &str| {
        let is_listed = last.starts_with("- ") || is_tail(last);
        !is_listed && !last.contains('\n') && last.chars().count() <= most / 2
    };
    match text.rsplit_once("\n\n") {
        Some((body, last)) if is_kept(last) => (body, Some(last)),
        _ => (text, None),
    }
}

fn is_tail(line: &str) -> bool {
    line.starts_with('…')
}

fn write_tail(words: &str, count: usize) -> String {
    TextTemplate::parse(words).render_known(&[("count", &count.to_string())])
}

/// Reads how many things an earlier tail says are left out, and its words with `{count}` for them.
fn read_tail(line: &str) -> Option<(usize, String)> {
    let from = line.strip_prefix('…')?.find(|it: char| it.is_ascii_digit())? + '…'.len_utf8();
    let digits = line[from..].split(|it: char| !it.is_ascii_digit()).next()?;
    let words = format!("{}{{count}}{}", &line[..from], &line[from + digits.len()..]);
    Some((digits.parse().ok()?, words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_lines_are_kept_and_the_rest_is_counted() {
        let lines: Vec<String> = (0..100).map(|number| format!("- việc số {number}")).collect();
        let text = format!("MỚI\n{}\n\nHết", lines.join("\n"));
        let short = shorten_text(&text, 100, "… và {count} việc khác");
        assert_eq!(
            short,
            "MỚI\n- việc số 0\n- việc số 1\n- việc số 2\n- việc số 3\n… và 96 việc khác\n\nHết"
        );
        assert_eq!(shorten_text("ngắn", 4, "…"), "ngắn");
    }

    #[test]
    fn what_was_left_out_before_is_counted_with_what_is_left_out_now() {
        let lines: Vec<String> = (0..100).map(|number| format!("- việc số {number}")).collect();
        let text = format!("MỚI\n{}", lines.join("\n"));
        let first = shorten_text(&text, 150, "… và {count} hồ sơ nữa");
        assert!(first.ends_with("- việc số 7\n… và 92 hồ sơ nữa"), "{first}");
        let second = shorten_text(&first, 100, "… và {count} việc khác");
        assert_eq!(
            second,
            "MỚI\n- việc số 0\n- việc số 1\n- việc số 2\n- việc số 3\n… và 96 hồ sơ nữa"
        );
        // What fits is not touched.
        assert_eq!(shorten_text(&first, 150, "{count}"), first);
    }

    #[test]
    fn each_heading_is_what_is_listed_and_left_out_under_it_and_the_last_line_stays() {
        let lines = |from: usize| -> Vec<String> {
            (from..from + 5).map(|number| format!("- đơn vị số {number}")).collect()
        };
        let first = format!("A: 15\n{}\n… và 10 đơn vị nữa", lines(10).join("\n"));
        let second = format!("B: 25\n{}\n… và 20 hồ sơ nữa", lines(10).join("\n"));
        let third = format!("C: 5\n{}", lines(20).join("\n"));
        let text = [first.as_str(), &second, &third, "Phiên bản a"].join("\n\n");
        // Of 260, 93 are for two tails of 40 and the last line with the empty one before it. In 167 there is room for A, 101 with the ends of
        // its lines, the heading of B, 6, and four of its lines, 15 each.
        let short = shorten_text(&text, 260, "… và {count} việc khác");
        let kept = "B: 25\n- đơn vị số 10\n- đơn vị số 11\n- đơn vị số 12\n- đơn vị số 13\n… và 21 hồ sơ nữa";
        let told = [first.as_str(), kept, "… và 5 việc khác", "Phiên bản a"].join("\n\n");
        assert_eq!(short, told);
        assert!(short.chars().count() <= 260);
    }

    #[test]
    fn a_line_that_is_too_long_by_itself_is_left_out() {
        assert_eq!(shorten_text(&"x".repeat(99), 50, "{count}"), "…");
    }
}
