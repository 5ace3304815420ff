//! Paper in a town that plays itself: slips are taken in against papers, two tellers enter what
//! they read and sign it.

use uuid::Uuid;

use super::{RobotOfficer, Town};
use crate::service::Fault;
use crate::service::batches::BatchForm;
use crate::service::proposals::Act;

impl Town {
    fn two_tellers(&self) -> Result<[&RobotOfficer; 2], Fault> {
        match self.tellers.as_slice() {
            [first, second, ..] => Ok([first, second]),
            _ => Err(Fault::Broken("there are no two tellers")),
        }
    }

    /// The clerk asks for a running poll to go on on paper, the presidium confirms.
    ///
    /// # Errors
    /// When it cannot in this round.
    pub async fn go_on_on_paper(&self, poll: Uuid, reason: &str) -> Result<(), Fault> {
        let member = self.presidium.first().ok_or(Fault::Broken("there is no presidium"))?;
        self.both(Act::ToPaper { poll, reason: reason.to_owned() }, &member.actor).await
    }

    /// A teller takes slips in and hands out a paper for each; two tellers sign.
    ///
    /// # Errors
    /// When a slip has voted or is void.
    pub async fn hand_papers(
        &self,
        poll: Uuid,
        slips: impl IntoIterator<Item = usize>,
    ) -> Result<(), Fault> {
        let tellers = self.two_tellers()?;
        for slip in slips {
            let code = self.slips.get(slip).ok_or(Fault::Broken("there is no such slip"))?;
            let key = code.key(self.session).public();
            self.service.hand_paper(&tellers[0].actor, self.session, poll, key).await?;
        }
        for teller in tellers {
            teller.sign_all(&self.service).await?;
        }
        Ok(())
    }

    /// Closes a vote on paper of which so many papers were handed out.
    ///
    /// # Errors
    /// When it is not open.
    pub async fn close_paper(&self, poll: Uuid, issued: u32) -> Result<(), Fault> {
        let [teller, _] = self.two_tellers()?;
        self.both(Act::Close { poll, issued: Some(issued) }, &teller.actor).await
    }

    /// Two tellers enter the same of a batch, each apart, and sign it.
    ///
    /// # Errors
    /// When the figures are not possible.
    pub async fn enter_papers(&self, poll: Uuid, form: &BatchForm) -> Result<(), Fault> {
        for teller in self.two_tellers()? {
            self.service.enter_batch(&teller.actor, self.session, poll, form.clone()).await?;
        }
        for teller in self.two_tellers()? {
            teller.sign_all(&self.service).await?;
        }
        Ok(())
    }

    /// Every teller's device seals the log of a vote that has nothing to be opened.
    ///
    /// # Errors
    /// When a device refuses.
    pub async fn seal_papers(&self, poll: Uuid) -> Result<(), Fault> {
        for teller in &self.tellers {
            teller.seal(&self.service, poll, 0).await?;
        }
        Ok(())
    }
}
