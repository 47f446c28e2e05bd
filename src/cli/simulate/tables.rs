//! A simulation as tables for people, its dossiers as CSV.

use crate::{
    cli::output::{say::print_data, table::OutputTable},
    view::{
        AnswerWording,
        answers::SimulationRow,
        simulation::text::{RankStepText, SimulationText},
    },
};

/// Prints every table of a simulation under its heading, and then what it rests on.
pub fn print_simulation(words: AnswerWording, text: &SimulationText) {
    let say = |id: &str| words.fill_phrase(id, &[]);
    print_data(&text.head);
    let print = |heading: &str, table: &OutputTable| {
        print_data(String::new());
        print_data(say(heading));
        table.to_lines().iter().for_each(print_data);
    };
    print("simulate.cases", &cases_table(words, text));
    if !text.levers.is_empty() {
        print("simulate.levers", &levers_table(words, text));
        let steps = [
            ("simulate.up", "column.dossiers_done", "simulate.nothing_up", &text.up),
            ("simulate.down", "column.dossiers_lost", "simulate.nothing_down", &text.down),
        ];
        for (heading, column, nothing, steps) in steps {
            if steps.is_empty() {
                print_data(String::new());
                print_data(say(nothing));
            } else {
                print(heading, &steps_table(words, column, steps));
            }
        }
        if text.tried.is_empty() {
            print_data(String::new());
        } else {
            print("simulate.back_test", &tried_table(words, text));
            print_data(say("simulate.known_now"));
        }
        print_data(&text.accuracy);
    }
    print_data(String::new());
    text.notes.iter().for_each(print_data);
}

fn cases_table(words: AnswerWording, text: &SimulationText) -> OutputTable {
    let mut table = OutputTable::new(heads(
        words,
        ["column.case", "#column.points", "#column.rank", "#column.range", "#column.rank_range"],
    ));
    for case in &text.cases {
        table.push_row(
            [&case.name, &case.total, &case.rank, &case.range, &case.rank_range].map(Clone::clone),
        );
    }
    table
}

fn levers_table(words: AnswerWording, text: &SimulationText) -> OutputTable {
    let mut table = OutputTable::new(heads(
        words,
        [
            "column.code",
            "column.lever",
            "column.row",
            "#column.counted_so_far",
            "#column.at_hand",
            "#column.lost_dossiers",
            "#column.points_each",
            "#column.points_all",
            "#column.then_published",
            "#column.then_ours",
        ],
    ));
    for lever in &text.levers {
        table.push_row(
            [
                &lever.id,
                &lever.name,
                &lever.row,
                &lever.counted,
                &lever.at_hand,
                &lever.lost,
                &lever.points_each,
                &lever.points,
                &lever.published,
                &lever.ours_then,
            ]
            .map(Clone::clone),
        );
    }
    table
}

fn steps_table(words: AnswerWording, column: &str, steps: &[RankStepText]) -> OutputTable {
    let mut table = OutputTable::new(heads(
        words,
        [column, "#column.points", "#column.rank", "#column.rank_range"],
    ));
    for step in steps {
        table.push_row(
            [&step.dossiers, &step.total, &step.rank, &step.rank_range].map(Clone::clone),
        );
    }
    table
}

fn tried_table(words: AnswerWording, text: &SimulationText) -> OutputTable {
    let mut table = OutputTable::new(heads(
        words,
        [
            "column.period",
            "#column.predicted",
            "#column.published_total",
            "#column.error",
            "#column.predicted_rank",
            "#column.published_rank",
            "#column.rank_error",
        ],
    ));
    for tried in &text.tried {
        table.push_row(
            [
                &tried.period,
                &tried.predicted,
                &tried.published,
                &tried.error,
                &tried.predicted_rank,
                &tried.published_rank,
                &tried.rank_error,
            ]
            .map(Clone::clone),
        );
    }
    table
}

/// Makes the table of the dossiers at hand, for programs.
pub fn rows_table(rows: &[SimulationRow]) -> OutputTable {
    let mut table = OutputTable::new([
        "lever",
        "standing",
        "dossier_code",
        "agency_code",
        "procedure_name",
        "status",
        "received_at",
        "due_at",
        "lost_on",
    ]);
    for row in rows {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        table.push_row([
            row.lever.clone(),
            row.standing.id().to_owned(),
            row.dossier_code.clone(),
            row.agency_code.clone(),
            text(&row.procedure_name),
            row.status.clone(),
            text(&row.received_at),
            text(&row.due_at),
            text(&row.lost_on),
        ]);
    }
    table
}

/// Headings in the words of the content; what begins with `#` is of numbers.
fn heads<const COUNT: usize>(words: AnswerWording, ids: [&str; COUNT]) -> [String; COUNT] {
    ids.map(|id| match id.strip_prefix('#') {
        Some(id) => format!("#{}", words.fill_phrase(id, &[])),
        None => words.fill_phrase(id, &[]),
    })
}
