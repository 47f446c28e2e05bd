//! The chair's answers on a card, on a screen at a meeting, and what changed behind them.

pub mod card;
pub mod changes;
pub mod meeting;
