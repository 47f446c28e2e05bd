//! Where in a statement the engine takes a text for the name of a table.

/// Words behind which the clause of tables is over; what stands behind a comma then is a value.
const BEHIND_TABLES: [&str; 14] = [
    "except",
    "group",
    "having",
    "intersect",
    "limit",
    "offset",
    "order",
    "qualify",
    "select",
    "set",
    "union",
    "values",
    "where",
    "window",
];

/// Words behind which the engine takes a text for a table's name.
const BEFORE_A_TABLE: [&str; 9] =
    ["describe", "from", "into", "join", "pivot", "show", "summarize", "table", "unpivot"];

/// What stood last before a place in a statement.
#[derive(Clone, Copy, PartialEq, Eq)]
enum LastToken {
    /// A word after which a table is due.
    TableWord,
    Comma,
    Opened,
    Text,
    Other,
}

/// Knows, bracket by bracket, whether a table is due where a reader of SQL stands.
pub struct TablePlaces {
    last: LastToken,
    /// Of each open bracket, the innermost last: whether a comma in it comes between tables.
    is_list: Vec<bool>,
}

impl TablePlaces {
    /// Stands at the begin of a statement.
    pub fn new() -> Self {
        Self { last: LastToken::Other, is_list: vec![false] }
    }

    /// Whether a table is due here.
    pub fn is_due(&self) -> bool {
        let is_list = self.is_list.last().is_some_and(|is_list| *is_list);
        match self.last {
            LastToken::TableWord => true,
            LastToken::Comma | LastToken::Opened => is_list,
            LastToken::Text | LastToken::Other => false,
        }
    }

    /// Whether the last that was passed is a text.
    pub fn is_behind_text(&self) -> bool {
        self.last == LastToken::Text
    }

    /// Passes a text, or a name between quotes.
    pub fn pass_quoted(&mut self, is_text: bool) {
        self.last = if is_text { LastToken::Text } else { LastToken::Other };
    }

    /// Passes a word, in small letters.
    pub fn pass_word(&mut self, word: &str) {
        let is_table_word = BEFORE_A_TABLE.contains(&word);
        if let Some(is_list) = self.is_list.last_mut() {
            *is_list = is_table_word || (*is_list && !BEHIND_TABLES.contains(&word));
        }
        self.last = if is_table_word { LastToken::TableWord } else { LastToken::Other };
    }

    /// Passes what is neither a word nor quoted.
    pub fn pass_sign(&mut self, sign: char) {
        match sign {
            // Tables in brackets are tables; an argument, a value of a list and a column are none.
            '(' => self.is_list.push(self.is_due()),
            ')' if self.is_list.len() > 1 => drop(self.is_list.pop()),
            ';' => *self = Self::new(),
            _ => {}
        }
        self.last = match sign {
            '(' => LastToken::Opened,
            ',' => LastToken::Comma,
            _ => LastToken::Other,
        };
    }
}
