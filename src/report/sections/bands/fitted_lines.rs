//! Lists of lines cut to what a message takes: whole lines, and how many are left out.

/// Holds a list: what stands over it, a line for each thing, and what is said in place of those left out.
pub struct FittedList<'a> {
    pub heading: String,
    pub lines: Vec<String>,
    /// Says how many there are more.
    pub more: &'a dyn Fn(usize) -> String,
    /// Whether it is left out as a whole where not one of its lines has room: what it counts is told elsewhere.
    pub is_spare: bool,
}

/// Room that is kept for saying how many there are more: as if all were left out, no number is longer.
fn tail_room(list: &FittedList) -> usize {
    (list.more)(list.lines.len()).chars().count() + 1
}

/// The lines of all lists, in so many letters where their headings alone are not more. The lists come first that stand first.
pub fn fit_lists(lists: &[FittedList], most: usize) -> Vec<String> {
    let size = |line: &str| line.chars().count() + 1;
    // An empty line stands before it.
    let head = |list: &FittedList| list.heading.chars().count() + 2;
    // What is said of every list at the least.
    let least = |list: &FittedList| match list {
        FittedList { is_spare: true, .. } => 0,
        list if list.lines.is_empty() => head(list),
        list => head(list) + tail_room(list),
    };
    let mut room = most.saturating_sub(lists.iter().map(least).sum());
    let mut fitted = Vec::new();
    for list in lists {
        // Its own share is free for it.
        let own = room + if list.is_spare { 0 } else { least(list) };
        let whole = head(list) + list.lines.iter().map(|line| size(line)).sum::<usize>();
        let (mut used, mut kept) = (head(list), list.lines.len());
        if whole > own {
            used += tail_room(list);
            let fits = |line: &&String| {
                let next = used + size(line);
                let is_fitting = next <= own;
                if is_fitting {
                    used = next;
                }
                is_fitting
            };
            kept = list.lines.iter().take_while(fits).count();
        } else {
            used = whole;
        }
        if list.is_spare && kept == 0 {
            continue;
        }
        room = own.saturating_sub(used);
        fitted.push(list.heading.clone());
        fitted.extend(list.lines[..kept].iter().cloned());
        let left = list.lines.len() - kept;
        fitted.extend((left > 0).then(|| (list.more)(left)));
    }
    fitted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn more(left: usize) -> String {
        format!("… và {left} đơn vị nữa")
    }

    fn list(heading: &str, lines: usize, is_spare: bool) -> FittedList<'static> {
        let lines = (0..lines).map(|number| format!("- đơn vị {number}")).collect();
        FittedList { heading: heading.to_owned(), lines, more: &more, is_spare }
    }

    #[test]
    fn what_fits_is_told_whole() {
        let lists = [list("Dưới 80%", 2, false), list("Từ 90%", 0, false)];
        // 10 + 2 × 11 + 8 letters with the ends of lines.
        let told = ["Dưới 80%", "- đơn vị 0", "- đơn vị 1", "Từ 90%"];
        assert_eq!(fit_lists(&lists, 40), told);
    }

    #[test]
    fn whole_lines_are_left_out_and_counted_and_no_heading_is() {
        let lists = [list("Dưới 80%", 9, false), list("Từ 80%", 9, false)];
        // Headings and tails take 10 + 18 + 8 + 18 = 54; 23 more are two lines of eleven.
        let told = [
            "Dưới 80%",
            "- đơn vị 0",
            "- đơn vị 1",
            "… và 7 đơn vị nữa",
            "Từ 80%",
            "… và 9 đơn vị nữa",
        ];
        assert_eq!(fit_lists(&lists, 77), told);
        assert!(told.join("\n").chars().count() <= 77);
    }

    #[test]
    fn a_spare_list_without_room_is_not_begun() {
        let lists = [list("Dưới 80%", 1, false), list("Mã hồ sơ", 9, true)];
        // 10 + 11 are told; 38 more letters are too few for a heading, a tail and a line: 10 + 18 + 11.
        assert_eq!(fit_lists(&lists, 59), ["Dưới 80%", "- đơn vị 0"]);
        let told = fit_lists(&lists, 60);
        assert_eq!(told[2..], ["Mã hồ sơ", "- đơn vị 0", "… và 8 đơn vị nữa"]);
    }
}
