//! Switching, and following what others switched.

use super::{Feature, FeatureState};
use crate::{
    app::App,
    domain::kernel::{Cx, Error, Event, On, Permission, permit},
    store::settings,
};

const ON: &str = "on";
const OFF: &str = "off";

/// Switches a feature, on every instance.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Invalid`] for one that would stay off: the configuration does not let it be, or
/// it needs one that is off.
pub async fn switch(cx: &Cx<'_>, feature: Feature, on: bool) -> Result<FeatureState, Error> {
    permit(cx, Permission::SecuritySettings, On::Installation)?;
    if on {
        check_possible(cx.app, feature)?;
    }
    cx.write(async |work| {
        let before = settings::get(work, &name_of(feature)).await?;
        let value = if on { ON } else { OFF };
        if before.as_deref() == Some(value) {
            return Ok(());
        }
        settings::put(work, &name_of(feature), value, cx.now).await?;
        work.emit(cx, Event::FeatureChanged { feature, on }).await
    })
    .await?;
    reload(cx).await?;
    Ok(feature.state(cx.app))
}

/// Loads the switches, so that this instance follows what was switched elsewhere.
///
/// # Errors
/// When the database fails.
pub async fn reload(cx: &Cx<'_>) -> Result<(), Error> {
    let mut conn = cx.read().await?;
    cx.app.load_switches(&mut conn).await?;
    Ok(())
}

fn check_possible(app: &App, feature: Feature) -> Result<(), Error> {
    if let Some(limit) = feature.limit().filter(|limit| !(limit.permits)(&app.config)) {
        let text = format!("{} keeps {} off, and no switch passes it: {}", limit.key, feature.id(), limit.remedy);
        return Err(Error::field("feature", "limited_by_configuration", text));
    }
    if let Some(needed) = feature.needs().iter().find(|one| !one.is_on(app)) {
        let text = format!("{} needs {}, which is off: enable that first", feature.id(), needed.id());
        return Err(Error::field("feature", "needs_another", text));
    }
    Ok(())
}

fn name_of(feature: Feature) -> String {
    format!("{}{}", settings::SWITCH, feature.id())
}
