//! What every page is given besides its own: title, login, where the visitor is, its rendering.

use std::sync::Arc;

use askama::Template;
use axum::response::{Html, IntoResponse as _, Response};
use uuid::Uuid;

use super::failure::Failure;
use super::visitor::Visitor;
use crate::domain::account::Role;
use crate::domain::session::Session;
use crate::service::health::Alarm;

/// Who is signed in, for the page's header.
#[derive(Clone, Debug)]
pub(super) struct Who {
    /// The name.
    pub(super) name: String,
    /// Key of the role's word.
    pub(super) role_word: &'static str,
    /// The role.
    pub(super) role: Role,
}

/// The session that a page is about, for the page's header and navigation.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// Its id.
    pub(super) session: Uuid,
    /// Its name.
    pub(super) title: String,
    /// A rehearsal.
    pub(super) rehearsal: bool,
}

/// What every page is given besides its own.
#[derive(Clone, Debug)]
pub(super) struct Page {
    /// What the page is about.
    pub(super) title: String,
    /// Who is signed in.
    pub(super) who: Option<Who>,
    /// The token that forms carry; empty where nobody is signed in.
    pub(super) csrf: String,
    /// The path of the page, for the navigation.
    pub(super) path: String,
    /// The session that it is about.
    pub(super) place: Option<Place>,
    /// What the staff must know of the machine; nobody else is told.
    pub(super) alarms: Arc<[Alarm]>,
}

impl Page {
    /// A page for a visitor.
    pub(super) fn of(visitor: &Visitor, title: String) -> Self {
        let signed_in = visitor.signed_in.as_ref();
        let who = signed_in.map(|signed_in| {
            let account = &signed_in.actor.account;
            let role = account.role;
            Who { name: account.name.clone(), role_word: role.word(), role }
        });
        let csrf = signed_in.map_or_else(String::new, |signed_in| signed_in.csrf.clone());
        let is_staff = |who: &Who| who.role.is_of_township() || who.role == Role::Administrator;
        let alarms = Arc::clone(&visitor.alarms);
        let alarms = if who.as_ref().is_some_and(is_staff) { alarms } else { [].into() };
        Self { title, who, csrf, path: visitor.path.clone(), place: None, alarms }
    }

    /// The same, about a session.
    pub(super) fn at(mut self, session: &Session) -> Self {
        let Session { id, title, rehearsal, .. } = session;
        self.place = Some(Place { session: *id, title: title.clone(), rehearsal: *rehearsal });
        self
    }

    /// Whether the account has one of these roles, by their names; for templates.
    pub(super) fn is(&self, roles: &str) -> bool {
        let role = self.who.as_ref().map(|who| who.role.name());
        role.is_some_and(|role| roles.split(' ').any(|wanted| wanted == role))
    }

    /// The navigation for the role that looks: the places of the session's desk where the page is
    /// about a session, and those that belong to no session.
    pub(super) fn nav(&self) -> Vec<Stop> {
        let Some(who) = &self.who else { return Vec::new() };
        let session = self.place.as_ref().map(|place| place.session.to_string());
        let seen = STOPS.iter().filter(|(_, _, roles)| roles.contains(&who.role));
        seen.filter_map(|(path, key, _)| {
            let path = match &session {
                Some(session) => path.replace("{session}", session),
                None if path.contains("{session}") => return None,
                None => (*path).to_owned(),
            };
            Some(Stop { path, key })
        })
        .collect()
    }
}

/// A place of the navigation.
pub(super) struct Stop {
    /// Its address.
    pub(super) path: String,
    /// Key of its word.
    pub(super) key: &'static str,
}

const ADMINISTRATOR: &[Role] = &[Role::Administrator];
const COUNTY: &[Role] = &[Role::County, Role::Administrator];
const CLERK: &[Role] = &[Role::Clerk];
const OFFICERS: &[Role] = &[Role::Teller, Role::Presidium];
const STAFF: &[Role] = &[Role::Clerk, Role::Teller, Role::Presidium];

/// The places: the administrator's and the county's, then those of a session's desk in the order of
/// the day, with who sees them.
const STOPS: [(&str, &str, &[Role]); 18] = [
    ("/admin/accounts", "nav-accounts", ADMINISTRATOR),
    ("/admin/townships", "nav-townships", ADMINISTRATOR),
    ("/county", "nav-county", COUNTY),
    ("/admin/audit", "nav-audit", ADMINISTRATOR),
    ("/desk/accounts", "nav-grants", &[Role::Presidium]),
    ("/desk/{session}", "nav-today", STAFF),
    ("/officer/{session}", "nav-tasks", OFFICERS),
    ("/desk/{session}/roll", "nav-roll", CLERK),
    ("/desk/{session}/projects", "nav-projects", CLERK),
    ("/desk/{session}/officers", "nav-officers", CLERK),
    ("/desk/{session}/polls", "nav-polls", STAFF),
    ("/desk/{session}/tablets", "nav-tablets", CLERK),
    ("/desk/{session}/sign-in", "nav-sign-in", CLERK),
    ("/desk/{session}/run", "nav-run", STAFF),
    ("/desk/{session}/print", "nav-print", CLERK),
    ("/desk/{session}/paper", "nav-paper", STAFF),
    ("/desk/{session}/audit", "nav-audit", STAFF),
    ("/desk/{session}/archive", "nav-archive", STAFF),
];

/// Renders a page.
pub(super) fn render(page: &impl Template) -> Result<Response, Failure> {
    let text = page.render().map_err(|error| {
        tracing::error!(%error, "a page cannot be made");
        Failure::Internal("a page cannot be made")
    })?;
    Ok(Html(text).into_response())
}
