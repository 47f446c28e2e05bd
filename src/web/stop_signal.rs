//! When the server is to stop.

/// Waits until the system tells the program to stop: Ctrl-C and SIGTERM; on Windows Ctrl-Break, a console that is closed, also by the end
/// of its session, and the end of the machine too. That somebody logs off is told to services alone, and no reason for them to stop.
pub async fn wait_for_system() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let interrupt = tokio::signal::ctrl_c();
        let Ok(mut terminate) = signal(SignalKind::terminate()) else {
            let _ = interrupt.await;
            return;
        };
        tokio::select! {
            _ = interrupt => {}
            _ = terminate.recv() => {}
        }
    }
    #[cfg(windows)]
    {
        use tokio::signal::windows::{ctrl_break, ctrl_c, ctrl_close, ctrl_shutdown};
        macro_rules! heard {
            ($signal:expr) => {
                async {
                    match $signal {
                        Ok(mut signal) => signal.recv().await,
                        // What cannot be listened to is never heard.
                        Err(_) => std::future::pending().await,
                    }
                }
            };
        }
        tokio::select! {
            _ = heard!(ctrl_c()) => {}
            _ = heard!(ctrl_break()) => {}
            _ = heard!(ctrl_close()) => {}
            _ = heard!(ctrl_shutdown()) => {}
        }
    }
}
