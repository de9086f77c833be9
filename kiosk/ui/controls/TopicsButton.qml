import QtQuick
import kiosk.ui
import kiosk.bridge

// Back to all topics, from everywhere; from the form, too, where what was filled in stays.
PillButton {
    required property VisitView visit
    required property SignUpView signUp
    required property string mode

    // A sheet of several pages needs its place in the row.
    property bool crowded: false

    shown: ["reading", "lookup", "basket", "comparing"].includes(mode) || mode === "panel" && !crowded && visit.panelKind !== "erase" || mode === "signingup" && !signUp.over
    small: true
    before: "house"
    text: Words.say.topics ?? ""
    onClicked: {
        if (mode === "signingup")
            signUp.act("look-up");
        else
            visit.act("go:home/0");
    }
}
