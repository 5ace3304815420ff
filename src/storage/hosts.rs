//! Several hosts of one PostgreSQL in one URL, as `libpq` writes them, and which of them is the
//! primary now.
//!
//! `postgres://user@one:5432,two:5432/piaojue`: the primary among them is taken. When it goes away
//! all are asked in turn until one has become the primary. Each promotion begins a new timeline: a
//! primary of an older one was replaced and is never written to again.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use sqlx::any::AnyConnectOptions;
use sqlx::{AnyConnection, AnyPool, ConnectOptions as _, Connection as _};
use tokio::sync::Mutex;
use tokio::time::timeout;

use super::{Dialect, StorageError};

/// What `libpq` calls the hosts that may be written to; the program never wants others.
const ATTRIBUTE: &str = "target_session_attrs=";
/// How long a host may take to answer before the next is asked.
const ANSWER_MAX: Duration = Duration::from_secs(2);

/// The hosts of a URL.
#[derive(Clone, Debug)]
pub(super) struct Hosts {
    dialect: Dialect,
    /// Each as the driver takes it.
    options: Arc<[AnyConnectOptions]>,
    /// The newest timeline that was seen.
    timeline: Arc<AtomicI64>,
    /// One search at a time.
    search: Arc<Mutex<()>>,
}

impl Hosts {
    /// Reads a URL.
    pub(super) fn of(dialect: Dialect, url: &str) -> Result<Self, StorageError> {
        let options = split(url).iter().map(|url| url.parse()).collect::<Result<_, _>>();
        let options: Vec<AnyConnectOptions> = options.map_err(StorageError::Driver)?;
        let (timeline, search) = (Arc::default(), Arc::default());
        Ok(Self { dialect, options: options.into(), timeline, search })
    }

    /// The one to begin with.
    pub(super) fn first(&self) -> Result<AnyConnectOptions, StorageError> {
        self.options.first().cloned().ok_or(StorageError::Url)
    }

    /// Whether there is a choice.
    pub(super) fn are_several(&self) -> bool {
        self.options.len() > 1
    }

    /// Sets a new connection up, and refuses a standby and a primary that was replaced.
    pub(super) async fn admit(&self, connection: &mut AnyConnection) -> Result<(), sqlx::Error> {
        let Some(timeline) = self.dialect.prepare(connection).await? else { return Ok(()) };
        if self.timeline.fetch_max(timeline, Ordering::AcqRel) > timeline {
            return Err(sqlx::Error::Configuration("the host was replaced as primary".into()));
        }
        Ok(())
    }

    /// Asks all hosts and lets the pools connect to the newest primary from now on; where there is
    /// none, all stays as it was.
    pub(super) async fn look(&self, pools: &[&AnyPool]) {
        // Who comes while another searches has nothing to add.
        let Ok(_search) = self.search.try_lock() else { return };
        let mut newest = None;
        for options in self.options.iter() {
            let found = timeout(ANSWER_MAX, timeline(self.dialect, options)).await;
            if let Some(timeline) = found.ok().flatten()
                && newest.as_ref().is_none_or(|(known, _)| *known < timeline)
            {
                newest = Some((timeline, options));
            }
        }
        let Some((timeline, options)) = newest else { return };
        if self.timeline.fetch_max(timeline, Ordering::AcqRel) <= timeline {
            for pool in pools {
                pool.set_connect_options(options.clone());
            }
        }
    }
}

/// The timeline of a primary.
async fn timeline(dialect: Dialect, options: &AnyConnectOptions) -> Option<i64> {
    let mut connection = options.connect().await.ok()?;
    let timeline = dialect.prepare(&mut connection).await.ok().flatten();
    // It has answered; how it ends does not matter.
    let _ended = connection.close().await;
    timeline
}

/// One URL for each host; a URL with one host comes back as it was.
fn split(url: &str) -> Vec<String> {
    let Some((scheme, rest)) = url.split_once("://").filter(|(name, _)| name.starts_with("post"))
    else {
        return vec![url.to_owned()];
    };
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let (user, hosts) = match authority.rsplit_once('@') {
        Some((user, hosts)) => (format!("{user}@"), hosts),
        None => (String::new(), authority),
    };
    let path = without_attribute(path);
    hosts.split(',').map(|host| format!("{scheme}://{user}{host}{path}")).collect()
}

/// The path and query without the one parameter that the driver does not know.
fn without_attribute(path: &str) -> String {
    let Some((path, query)) = path.split_once('?') else { return path.to_owned() };
    let left: Vec<_> = query.split('&').filter(|it| !it.starts_with(ATTRIBUTE)).collect();
    if left.is_empty() { path.to_owned() } else { format!("{path}?{}", left.join("&")) }
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn a_url_with_several_hosts_is_one_for_each() {
        let url =
            "postgres://me:s%40@one:5433,two/votes?target_session_attrs=primary&sslmode=require";
        assert_eq!(
            split(url),
            [
                "postgres://me:s%40@one:5433/votes?sslmode=require",
                "postgres://me:s%40@two/votes?sslmode=require"
            ]
        );
        let sockets = "postgres://postgres@%2Ftmp%2Fa,%2Ftmp%2Fb:5433/votes";
        let split_up = split(sockets);
        assert_eq!(split_up[1], "postgres://postgres@%2Ftmp%2Fb:5433/votes");
        assert_eq!(
            split("postgres://one/votes?target_session_attrs=any"),
            ["postgres://one/votes"]
        );
        assert_eq!(split("sqlite:/a,b/c.db?mode=rwc"), ["sqlite:/a,b/c.db?mode=rwc"]);
        assert_eq!(split("postgres://one"), ["postgres://one"]);
    }
}
