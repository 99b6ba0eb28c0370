//! All that is kept about somebody, as one JSON document. It is written while it is read: a page of rows at a time, and
//! not before whoever gets it has taken the one before.

use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use axum::{
    body::{Body, Bytes, HttpBody},
    http::header,
    response::{IntoResponse, Response},
};
use hyper::body::Frame;
use serde::Serialize;
use tokio::sync::mpsc::{Receiver, Sender, channel};

use super::FORMS;
use crate::{
    app::issuers::IssuerHandle,
    base::id::UserId,
    domain::{
        consumers::call,
        directory::accounts::export::{self, AccountData, DataPart},
        kernel::{Actor, Cx, Error, Origin},
        sessions::SignedIn,
    },
    http::{
        Shared,
        answer::page::PageError,
        extract::{PageCall, PostedForm},
        pages::own_account::on_form,
    },
    protocol::params::Params,
    store::db::RouteShare,
    view::{AccountDataView, OwnEventView, OwnTokenCountView, SignedInView, TokensIssuedView},
};

/// Pieces that are ready before anybody takes them.
const READY: usize = 2;

/// `POST /account/data/export`
pub async fn export(form: PostedForm) -> Response {
    on_form(FORMS, form, exported).await
}

async fn exported(call: &PageCall, _: &Params, me: &SignedIn) -> Result<Response, PageError> {
    let data = export::begin(&call.cx().acting(me.actor()), &me.user.id).await?;
    let writer = ExportWriter {
        app: Arc::clone(&call.app),
        issuer: call.issuer.clone(),
        actor: me.actor(),
        user: me.user.id.clone(),
    };
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"account-data.json\""),
    ];
    Ok((headers, written(writer, data)).into_response())
}

/// The document of what was begun, written while it is read.
pub fn written(writer: ExportWriter, data: AccountData) -> Body {
    let (pieces, taken) = channel(READY);
    let writing = async move {
        if let Err(error) = writer.write(&pieces, &data).await {
            tracing::warn!(%error, "an export broke off");
            // What came so far must not look whole.
            let _ = pieces.send(Err(BrokenOff)).await;
        }
    };
    // A task of its own has no route: however many exports are written, they hold their part of the connections.
    tokio::spawn(RouteShare::current().during(writing));
    Body::new(Pieces(taken))
}

/// The document cannot be written to its end.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("the export broke off")]
struct BrokenOff;

type Piece = Result<Bytes, BrokenOff>;

/// The document, piece by piece.
struct Pieces(Receiver<Piece>);

impl HttpBody for Pieces {
    type Data = Bytes;
    type Error = BrokenOff;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BrokenOff>>> {
        self.0.poll_recv(context).map(|piece| piece.map(|piece| piece.map(Frame::data)))
    }
}

/// Writes a list, a part at a time; ends the function where nobody takes it any more.
macro_rules! write_list {
    ($writer:ident, $list:ident, $name:literal, $read:path, $view:ty) => {
        $list.begin($name);
        let mut after = None;
        loop {
            let DataPart { rows, next } = $read(&$writer.cx(), &$writer.user, after).await?;
            let rows: Vec<$view> = rows.iter().map(<$view>::from).collect();
            if !$list.add(&rows).await? {
                return Ok(());
            }
            after = next;
            if after.is_none() {
                break;
            }
        }
        $list.end();
    };
}

/// What the document is written with, once the call that asked for it is answered.
pub struct ExportWriter {
    /// The application.
    pub app: Shared,
    /// The issuer that was called.
    pub issuer: IssuerHandle,
    /// Who asked.
    pub actor: Actor,
    /// Whose data it is.
    pub user: UserId,
}

impl ExportWriter {
    fn cx(&self) -> Cx<'_> {
        call(&self.app, &self.issuer, self.actor.clone(), Origin::NONE)
    }

    /// Writes all of it, or stops where nobody takes it any more.
    async fn write(&self, pieces: &Sender<Piece>, data: &AccountData) -> Result<(), Error> {
        let cx = &self.cx();
        let head = AccountDataView::of(data, self.issuer.url.as_str(), cx.now);
        let mut text = serde_json::to_string_pretty(&head).map_err(Error::internal)?;
        // The lists that follow are members of the same object.
        text.truncate(text.trim_end_matches(['}', '\n']).len());
        let mut list = List { pieces, text, is_first: true };
        write_list!(self, list, "sessions", export::sessions, SignedInView);
        write_list!(self, list, "events", export::events, OwnEventView);
        write_list!(self, list, "tokens_issued", export::tokens_issued, TokensIssuedView);
        write_list!(self, list, "token_counts", export::token_counts, OwnTokenCountView);
        list.text.push_str("\n}\n");
        list.flush().await;
        Ok(())
    }
}

/// A list that is being written.
struct List<'a> {
    pieces: &'a Sender<Piece>,
    text: String,
    is_first: bool,
}

impl List<'_> {
    fn begin(&mut self, name: &str) {
        for part in [",\n  \"", name, "\": ["] {
            self.text.push_str(part);
        }
        self.is_first = true;
    }

    fn end(&mut self) {
        self.text.push_str("\n  ]");
    }

    /// Adds a page of rows; `false` where nobody takes them any more.
    async fn add<T: Serialize>(&mut self, rows: &[T]) -> Result<bool, Error> {
        for row in rows {
            self.text.push_str(if self.is_first { "\n    " } else { ",\n    " });
            self.text.push_str(&serde_json::to_string(row).map_err(Error::internal)?);
            self.is_first = false;
        }
        Ok(self.flush().await)
    }

    async fn flush(&mut self) -> bool {
        let text = std::mem::take(&mut self.text);
        if text.is_empty() {
            return !self.pieces.is_closed();
        }
        self.pieces.send(Ok(Bytes::from(text))).await.is_ok()
    }
}
