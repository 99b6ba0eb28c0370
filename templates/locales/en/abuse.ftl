# Limits, and a calculation that the browser does after failures
too-many-wait = { $minutes ->
    [one] Please wait a minute, then try again.
   *[other] Please wait { $minutes } minutes, then try again.
}
sign-up-too-many-title = A lot was asked for from here already.
sign-in-work-title = One moment, please.
sign-in-work-text = There were failed attempts, so your password was not checked yet. Enter it once more.
work-no-script = { $seconds ->
    [one] Wait one second before you continue.
   *[other] Wait { $seconds } seconds before you continue.
}
work-begun = Your browser does a short calculation meanwhile.
work-wait = One moment: your browser has almost calculated it.
work-done = You can continue.
