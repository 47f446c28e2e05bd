//! Names the places at which a write, a rename, a sync or a send can be made to fail.
//!
//! A program that is optimised throughout, as offices are given it, has no such places (build.rs): `pass` is then nothing at all. In any
//! other, whoever tests a thread says what happens at each of them. See docs/adr/0023.

use std::io;
#[cfg(fault_points)]
use std::{cell::Cell, rc::Rc};

/// Declares the points with the names they are shown by.
macro_rules! fault_points {
    ($($point:ident = $id:literal,)*) => {
        /// Is a place between two states of the disk or of the network: whoever passes it may die there.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum FaultPoint { $($point,)* }

        impl FaultPoint {
            /// Lists every point.
            pub const ALL: &[Self] = &[$(Self::$point,)*];

            /// Names it as it is shown: the room, the thing, what is about to be done with it.
            pub fn id(self) -> &'static str {
                match self { $(Self::$point => $id,)* }
            }
        }
    };
}

fault_points! {
    BuildLockWrite = "build.lock.write",
    ScratchMake = "build.scratch.make",
    ParquetWrite = "archive.parquet.write",
    ParquetSync = "archive.parquet.sync",
    ParquetRename = "archive.parquet.rename",
    ParquetFolderSync = "archive.parquet.folder.sync",
    NoteWrite = "archive.note.write",
    NoteSync = "archive.note.sync",
    NoteRename = "archive.note.rename",
    NoteFolderSync = "archive.note.folder.sync",
    CheckpointWrite = "fetch.checkpoint.write",
    CheckpointRename = "fetch.checkpoint.rename",
    CheckpointFolderSync = "fetch.checkpoint.folder.sync",
    WarehouseWrite = "warehouse.file.write",
    SourceStage = "warehouse.source.stage",
    WarehouseCheckpoint = "warehouse.file.checkpoint",
    WarehouseSync = "warehouse.file.sync",
    WarehouseRename = "warehouse.file.rename",
    WarehouseFolderSync = "warehouse.folder.sync",
    TargetsWrite = "targets.file.write",
    TargetsRename = "targets.file.rename",
    TargetsFolderSync = "targets.folder.sync",
    SettingsWrite = "settings.file.write",
    SettingsRename = "settings.file.rename",
    SettingsFolderSync = "settings.folder.sync",
    ConnectorWrite = "content.connector.write",
    ConnectorRename = "content.connector.rename",
    ConnectorFolderSync = "content.connector.folder.sync",
    InboxReport = "inbox.report.write",
    InboxMove = "inbox.export.rename",
    BackupWrite = "backup.file.write",
    BackupSync = "backup.file.sync",
    BackupRename = "backup.file.rename",
    BackupFolderSync = "backup.folder.sync",
    RestoreRename = "restore.folder.rename",
    LockWrite = "lock.file.write",
    LockSync = "lock.file.sync",
    LockRename = "lock.folder.rename",
    LockFolderSync = "lock.folder.sync",
    VersionWrite = "version.file.write",
    VersionSync = "version.file.sync",
    VersionRename = "version.file.rename",
    VersionFolderSync = "version.folder.sync",
    StateBegin = "state.transaction.begin",
    StateCommit = "state.transaction.commit",
    StateCommitted = "state.transaction.committed",
    MailConnect = "mail.server.connect",
    MailContent = "mail.content.send",
    MailTaken = "mail.content.taken",
    FolderWrite = "folder.file.write",
    FolderRename = "folder.file.rename",
    FolderSync = "folder.folder.sync",
    WebhookPost = "webhook.message.post",
    WebhookTaken = "webhook.message.taken",
}

impl FaultPoint {
    /// Tells whether something is done here that can fail. Elsewhere it is done already: one can only die there.
    pub fn can_fail(self) -> bool {
        !matches!(self, Self::StateCommitted | Self::MailTaken | Self::WebhookTaken)
    }

    /// Passes the point: an error where a test of this thread wants one, else nothing.
    #[inline]
    pub fn pass(self) -> io::Result<()> {
        #[cfg(fault_points)]
        if let Some(decide) = DECIDER.take() {
            // While it decides, whatever else this thread does for it meets no fault that it does not ask for.
            let decided = decide(self);
            DECIDER.set(Some(decide));
            return decided;
        }
        Ok(())
    }
}

/// Says what happens at a point.
#[cfg(fault_points)]
pub type FaultDecider = Rc<dyn Fn(FaultPoint) -> io::Result<()>>;

#[cfg(fault_points)]
thread_local! {
    static DECIDER: Cell<Option<FaultDecider>> = const { Cell::new(None) };
}

/// Does some work of this thread under faults; afterwards all is as it was.
#[cfg(fault_points)]
pub fn work_under_faults<T>(decide: FaultDecider, work: impl FnOnce() -> T) -> T {
    let before = DECIDER.replace(Some(decide));
    let done = work();
    DECIDER.set(before);
    done
}
