//! What goes out: schedules, alerts, the outbox and its channels.

mod alert_rules;
mod alerts;
mod chat_list;
mod chat_recipes;
mod due_windows;
mod failing_report;
mod killed_sending;
mod made_anew;
mod outbox;
mod roles_of_mail;
mod schedules;
mod sending_settings;
mod test_mail;
mod ways;
