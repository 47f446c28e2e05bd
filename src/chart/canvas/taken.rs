//! Which places of a sheet are free for a text.

/// Boxes of a sheet that are taken: no text of a picture may lie on another, nor on a rule.
#[derive(Debug, Clone, Default)]
pub struct TakenBoxes(Vec<(i32, i32, i32, i32)>);

/// Boxes along a line: so many that none of its letters fits between two.
const ALONG: i32 = 24;

impl TakenBoxes {
    /// Takes the box between two corners.
    pub fn take(&mut self, from: (i32, i32), to: (i32, i32)) {
        self.0.push((from.0, from.1, to.0, to.1));
    }

    /// Takes what lies on a straight line.
    pub fn take_line(&mut self, from: (i32, i32), to: (i32, i32)) {
        let between = |from: i32, to: i32, at: i32| from + (to - from) * at / ALONG;
        for at in 0..=ALONG {
            let (x, y) = (between(from.0, to.0, at), between(from.1, to.1, at));
            self.take((x - 1, y - 1), (x + 1, y + 1));
        }
    }

    /// Takes the first free one of several places for the middle of a text so wide and high; `None` where none is free.
    pub fn place_text(
        &mut self,
        places: impl IntoIterator<Item = (i32, i32)>,
        (width, height): (i32, i32),
    ) -> Option<(i32, i32)> {
        let around =
            |(x, y): (i32, i32)| (x - width / 2, y - height / 2, x + width / 2, y + height / 2);
        let is_free = |(left, top, right, bottom)| {
            !self.0.iter().any(|it| left < it.2 && it.0 < right && top < it.3 && it.1 < bottom)
        };
        let found = places.into_iter().find(|at| is_free(around(*at)))?;
        self.0.push(around(found));
        Some(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_takes_the_first_place_that_is_free() {
        let mut taken = TakenBoxes::default();
        // A rule at the height of 50.
        taken.take((0, 48), (500, 52));
        assert_eq!(taken.place_text([(100, 45), (100, 65)], (40, 14)), Some((100, 65)));
        // 30 to the right it would lie on the other by 10.
        assert_eq!(taken.place_text([(130, 65)], (40, 14)), None);
        assert_eq!(taken.place_text([(140, 65)], (40, 14)), Some((140, 65)));
        // A line from (200, 100) up to (300, 60) has its middle at (250, 80).
        taken.take_line((200, 100), (300, 60));
        assert_eq!(taken.place_text([(250, 84), (250, 104)], (30, 14)), Some((250, 104)));
    }
}
