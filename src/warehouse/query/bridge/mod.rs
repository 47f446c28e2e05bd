//! Two metrics side by side, dossier by dossier.

pub(super) mod metric_bridge;
