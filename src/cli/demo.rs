//! `piaojue demo`: a voting day plays itself and leaves one slip to the visitor.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::OnceLock;

use super::input::print;
use super::machine::MachineArgs;
use super::network::NetworkArgs;
use super::serve::{ServeArgs, Started};
use crate::demo::{PASSWORD, Scene, Step, tell};
use crate::domain::password::PasswordProfile;
use crate::domain::poll::PollState;
use crate::progress;
use crate::service::SecondFactor;

/// Play a voting day and leave one slip to try
#[derive(Debug, clap::Args)]
#[command(after_help = "\
A township of 108 deputies is founded in a new folder: officers make their cards, slips are drawn,
101 deputies vote on ten projects. One slip is left: open the printed address and vote. Then the
tellers check and open the sums, all sign, and the list is published, while you watch.
Stop with Ctrl-C; the folder is deleted then, unless --data names it.

Exit status:
  0  it was asked to stop
  2  it cannot start; the message says why")]
pub(crate) struct DemoArgs {
    /// Folder for the data, which must not hold any yet; else one that is deleted at the end
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Address to listen on; port 0 takes a free one
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
}

/// Runs the command.
pub(crate) fn run(args: &DemoArgs) -> anyhow::Result<ExitCode> {
    let passing = args.data.is_none();
    let data = args.data.clone().unwrap_or_else(|| {
        std::env::temp_dir().join(format!("piaojue-demo-{}", std::process::id()))
    });
    let serve = ServeArgs {
        data,
        database: None,
        listen: args.listen,
        site: None,
        typefaces: None,
        operations: None,
        operations_token: None,
        network: NetworkArgs::default(),
        password_profile: PasswordProfile::Dengbao,
        // The printed password alone signs in; the page says so.
        second_factor: SecondFactor::Off,
        machine: MachineArgs::default(),
    };
    let done = super::runtime()?.block_on(play(&serve));
    if passing {
        // Nothing to be done where it cannot be deleted: it lies in the folder for such things.
        let _left = std::fs::remove_dir_all(&serve.data);
    }
    done.map(|()| ExitCode::SUCCESS)
}

async fn play(serve: &ServeArgs) -> anyhow::Result<()> {
    let started = Started::new(serve).await?;
    let bar = OnceLock::new();
    let scene = tell(started.service.clone(), &|step| match step {
        Step::Founding => eprintln!("a township is founded, officers make their cards"),
        Step::Ballots(count) => {
            bar.get_or_init(|| progress::Step::begin("deputies vote", count));
        }
        Step::Cast => {
            if let Some(bar) = bar.get() {
                bar.advance(1);
            }
        }
    })
    .await?;
    if let Some(bar) = bar.into_inner() {
        bar.end();
    }
    print(&guide(&started.url(), &scene))?;
    tokio::spawn(watch(scene));
    started.serve().await
}

fn guide(url: &str, scene: &Scene) -> String {
    let code = scene.town.slips.get(scene.slip).map(ballotbox::slip::SlipCode::printed);
    let code = code.as_ref().map_or("", |code| code.as_str());
    let (session, poll) = (scene.town.session, scene.poll);
    format!(
        "
One deputy has not voted yet. 还有一位代表没有投票:

  vote 投票      {url}/vote/{session}   code 票码 {code}
  hall 大屏      {url}/hall/{session}
  desk 工作台    {url}/login            clerk / {PASSWORD}
                 also teller1 … teller3, presidium1 … presidium3, county, admin, same password

When that slip has voted, or clerk and teller close the poll, the officers go on by themselves.
The result then stands at 结果:

  {url}/sessions/{session}/polls/{poll}
"
    )
}

/// Leads the poll on whenever something has happened.
async fn watch(scene: Scene) {
    let mut versions = scene.town.service.follow(scene.town.session);
    loop {
        match scene.go_on().await {
            Ok(PollState::Published) => {
                if let Err(error) = print("published 已公布\n") {
                    tracing::warn!(%error, "standard output is gone");
                }
                return;
            }
            Ok(PollState::Voided) => return,
            Ok(_) => {}
            Err(fault) => tracing::info!(%fault, "the demo's officers wait"),
        }
        if versions.changed().await.is_err() {
            return;
        }
    }
}
