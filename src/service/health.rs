//! How the machine is doing: room on the disk, a disk that failed, a clock that jumped, a second
//! copy that falls behind. Desks show it, and the service acts on it.

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::watch;

use super::{Fault, Service};
use crate::clock::{Stopwatch, written};
use crate::disk::{self, MEGABYTE};
use crate::domain::refusal::Refusal;
use crate::storage::audit::Line;
use crate::storage::{self, StorageError};

/// How often the machine is looked at.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// How far the clock may go away from the time that passed, before it is said to have jumped.
const STEP_MAX_MS: i128 = 2_000;
/// How long desks tell of a clock that jumped.
const STEP_TOLD_MS: u64 = 60 * 60 * 1_000;
/// How long an alarm must be gone before the audit trail says that it ended.
const ENDED_AFTER_MS: u64 = 60 * 1_000;

/// How much room the disk must have.
#[derive(Clone, Copy, Debug)]
pub struct Marks {
    /// Desks warn below it.
    pub warn: u64,
    /// No poll is opened below it.
    pub opening: u64,
    /// No ballot is taken below it.
    pub casting: u64,
}

impl Default for Marks {
    fn default() -> Self {
        Self { warn: 1_024 * MEGABYTE, opening: 200 * MEGABYTE, casting: 50 * MEGABYTE }
    }
}

/// Something that the staff must know: a message with its facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alarm {
    /// Key of the message.
    pub key: &'static str,
    /// What stands in it.
    pub facts: Vec<(&'static str, String)>,
}

impl Alarm {
    pub(super) fn new(key: &'static str, facts: Vec<(&'static str, String)>) -> Self {
        Self { key, facts }
    }
}

/// What is known of the machine.
pub(super) struct Health {
    folder: RwLock<Option<(PathBuf, Marks)>>,
    alarms: RwLock<Arc<[Alarm]>>,
    copy: RwLock<Vec<Alarm>>,
    broken: watch::Sender<bool>,
}

impl Default for Health {
    fn default() -> Self {
        let (broken, _) = watch::channel(false);
        Self {
            folder: RwLock::default(),
            alarms: RwLock::new([].into()),
            copy: RwLock::default(),
            broken,
        }
    }
}

impl Health {
    fn folder(&self) -> Option<(PathBuf, Marks)> {
        self.folder.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What is free, and how much there must be; nothing where nobody watches a disk.
    fn room(&self) -> Option<(u64, Marks)> {
        let (folder, marks) = self.folder()?;
        match disk::free_bytes(&folder) {
            Ok(free) => Some((free, marks)),
            Err(error) => {
                tracing::warn!(%error, "the system does not say how much of the disk is free");
                None
            }
        }
    }

    /// Says what is wrong with the second copy; nothing where it is well.
    pub(super) fn tell_copy(&self, alarms: Vec<Alarm>) {
        *self.copy.write().unwrap_or_else(PoisonError::into_inner) = alarms;
    }

    fn is_broken(&self) -> bool {
        *self.broken.borrow()
    }
}

/// The alarms that the audit trail knows as begun, and when each was last seen. One that comes and
/// goes is one alarm, so that it cannot fill the trail.
#[derive(Default)]
struct Begun(Vec<(&'static str, u64)>);

impl Begun {
    /// What the trail has yet to be told: whether it began or ended, and the alarm's key.
    fn turn(&mut self, alarms: &[Alarm], now_ms: u64) -> Vec<(&'static str, &'static str)> {
        let mut lines = Vec::new();
        for alarm in alarms {
            if let Some((_, seen)) = self.0.iter_mut().find(|(key, _)| *key == alarm.key) {
                *seen = now_ms;
            } else {
                self.0.push((alarm.key, now_ms));
                lines.push(("began", alarm.key));
            }
        }
        self.0.retain(|&(key, seen)| {
            let goes_on = now_ms.saturating_sub(seen) < ENDED_AFTER_MS;
            if !goes_on {
                lines.push(("ended", key));
            }
            goes_on
        });
        lines
    }
}

/// What a clock did between two looks.
struct Pace {
    wall: Timestamp,
    watch: Stopwatch,
}

impl Pace {
    fn begin(service: &Service) -> Self {
        Self { wall: service.clock().timestamp(), watch: Stopwatch::start() }
    }

    /// By how many milliseconds the clock is ahead of the time that passed.
    fn ahead(&self, now: Timestamp) -> i128 {
        let by_clock = i128::from(now.as_millisecond()) - i128::from(self.wall.as_millisecond());
        by_clock - i128::from(self.watch.milliseconds())
    }
}

impl Service {
    /// Watches the disk that a folder lies on, and the clock, as long as the service lives.
    pub fn watch_machine(&self, folder: &Path, marks: Marks) {
        let health = &self.inner.health;
        let watched = Some((folder.to_owned(), marks));
        *health.folder.write().unwrap_or_else(PoisonError::into_inner) = watched;
        let inner = Arc::downgrade(&self.inner);
        let mut pace = Pace::begin(self);
        let mut stepped: Option<(Alarm, Stopwatch)> = None;
        let (mut begun, watch) = (Begun::default(), Stopwatch::start());
        tokio::spawn(async move {
            while let Some(inner) = inner.upgrade() {
                let service = Self { inner };
                let now = service.clock().timestamp();
                let ahead = pace.ahead(now);
                if ahead.abs() > STEP_MAX_MS {
                    let alarm = service.clock_stepped(now, ahead);
                    stepped = Some((alarm, Stopwatch::start()));
                    pace = Pace::begin(&service);
                }
                stepped = stepped.filter(|(_, since)| since.milliseconds() < STEP_TOLD_MS);
                let machine =
                    service.renew_alarms(stepped.as_ref().map(|(alarm, _)| alarm.clone()));
                for (change, key) in begun.turn(&machine, watch.milliseconds()) {
                    service.enter_of_machine(now, "audit-alarm", key, change);
                }
                drop(service);
                tokio::time::sleep(LOOK_EVERY).await;
            }
        });
    }

    /// Says what the staff must know now, of the disk the worst alone. All that has a beginning and
    /// an end comes back: not the clock's jump.
    fn renew_alarms(&self, stepped: Option<Alarm>) -> Vec<Alarm> {
        let health = &self.inner.health;
        let disk = disk_alarms(health.room());
        let copy = health.copy.read().unwrap_or_else(PoisonError::into_inner).clone();
        let shown = disk.iter().take(1).cloned().chain(stepped).chain(copy.iter().cloned());
        *health.alarms.write().unwrap_or_else(PoisonError::into_inner) = shown.collect();
        [disk, copy].concat()
    }

    /// What the staff must know now.
    pub fn alarms(&self) -> Arc<[Alarm]> {
        Arc::clone(&self.inner.health.alarms.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Enters a jump of the clock into the audit trail, and says it to desks.
    fn clock_stepped(&self, now: Timestamp, ahead: i128) -> Alarm {
        let seconds = ahead / 1_000;
        tracing::warn!(seconds, "the clock jumped");
        self.enter_of_machine(now, "audit-clock-step", &seconds.to_string(), "");
        let key = if seconds < 0 { "alarm-clock-back" } else { "alarm-clock-ahead" };
        Alarm::new(key, vec![("seconds", seconds.abs().to_string())])
    }

    /// Enters what happened to the machine by itself, in a task of its own: where a commit waits,
    /// the machine is watched on, and where the line cannot be entered the vote goes on.
    fn enter_of_machine(&self, now: Timestamp, action: &'static str, object: &str, details: &str) {
        let at = written(now).map_or_else(|_| String::new(), |at| at.as_str().to_owned());
        let line = machine_line(at, action, object.to_owned());
        let line = Line { details: details.to_owned(), ..line };
        let service = self.clone();
        tokio::spawn(async move {
            if let Err(fault) = service.enter(&line).await {
                service.mind(&fault);
                tracing::error!(%fault, action, "what happened to the machine was not entered");
            }
        });
    }

    /// Enters a line about the machine itself into the audit trail.
    pub(super) async fn enter(&self, line: &Line) -> Result<(), Fault> {
        let mut tx = self.storage().begin().await?;
        storage::audit::append(tx.connection(), line).await?;
        Ok(tx.commit().await?)
    }

    /// Whether the disk has room for a ballot and for all that comes after it.
    pub(super) fn has_room_for_ballots(&self) -> bool {
        self.inner.health.room().is_none_or(|(free, marks)| free >= marks.casting)
    }

    /// Refuses to open a poll where its ballots may find no room.
    ///
    /// # Errors
    /// Says how much is free and how much is needed.
    pub(super) fn check_room_for_poll(&self) -> Result<(), Fault> {
        self.check_unbroken()?;
        match self.inner.health.room() {
            Some((free, marks)) if free < marks.opening => {
                Err(Refusal::conflict("refusal-disk-opening")
                    .with("free", free / MEGABYTE)
                    .with("needed", marks.opening / MEGABYTE)
                    .into())
            }
            _ => Ok(()),
        }
    }

    pub(super) fn check_unbroken(&self) -> Result<(), Fault> {
        if self.inner.health.is_broken() {
            return Err(Fault::Broken("the disk has failed, the service ends"));
        }
        Ok(())
    }

    /// Takes note of a fault: after a disk that failed nothing is taken any more.
    pub fn mind(&self, fault: &Fault) {
        if let Fault::Storage(StorageError::Broken(error)) = fault {
            let first = !self.inner.health.broken.send_replace(true);
            if first {
                tracing::error!(%error, "the disk has failed: the service ends");
            }
        }
    }

    /// Waits until the disk fails.
    pub async fn broken(&self) {
        let mut broken = self.inner.health.broken.subscribe();
        // The sender lives as long as the service.
        let _ended = broken.wait_for(|&broken| broken).await;
    }
}

/// An alarm for each mark that the disk is below, the worst first.
fn disk_alarms(room: Option<(u64, Marks)>) -> Vec<Alarm> {
    let Some((free, marks)) = room else { return Vec::new() };
    let below = [
        (marks.casting, "alarm-disk-casting"),
        (marks.opening, "alarm-disk-opening"),
        (marks.warn, "alarm-disk-low"),
    ];
    let alarm = |key| Alarm::new(key, vec![("free", (free / MEGABYTE).to_string())]);
    below.into_iter().filter(|&(mark, _)| free < mark).map(|(_, key)| alarm(key)).collect()
}

/// A line of the audit trail that no account wrote.
pub(super) fn machine_line(at: String, action: &str, object: String) -> Line {
    Line {
        at,
        session: String::new(),
        actor: String::new(),
        role: String::new(),
        source: String::new(),
        device: String::new(),
        action: action.to_owned(),
        object,
        details: String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_mark_has_its_alarm() {
        let marks = Marks { warn: 30 * MEGABYTE, opening: 20 * MEGABYTE, casting: 10 * MEGABYTE };
        let keys = |free| {
            let alarms = disk_alarms(Some((free * MEGABYTE, marks)));
            alarms.iter().map(|alarm| alarm.key).collect::<Vec<_>>()
        };
        let [low, opening, casting] =
            ["alarm-disk-low", "alarm-disk-opening", "alarm-disk-casting"];
        assert_eq!(keys(30), [""; 0]);
        assert_eq!(keys(29), [low]);
        assert_eq!(keys(19), [opening, low]);
        assert_eq!(keys(9), [casting, opening, low]);
        assert_eq!(disk_alarms(None), [], "nobody watches");
    }

    #[test]
    fn an_alarm_begins_once_and_ends_when_it_stays_away() {
        let low = [Alarm::new("alarm-disk-low", Vec::new())];
        let both = [low[0].clone(), Alarm::new("alarm-copy-failed", Vec::new())];
        let mut begun = Begun::default();
        assert_eq!(begun.turn(&[], 0), []);
        assert_eq!(begun.turn(&low, 1_000), [("began", "alarm-disk-low")]);
        assert_eq!(begun.turn(&[], 2_000), []);
        assert_eq!(begun.turn(&low, 3_000), [], "it comes and goes");
        assert_eq!(begun.turn(&both, 4_000), [("began", "alarm-copy-failed")]);
        assert_eq!(begun.turn(&both[1..], 63_999), [], "not yet a minute");
        assert_eq!(begun.turn(&both[1..], 64_000), [("ended", "alarm-disk-low")]);
        assert_eq!(begun.turn(&both, 65_000), [("began", "alarm-disk-low")]);
    }
}
