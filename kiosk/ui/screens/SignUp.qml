import QtQuick
import kiosk.ui
import kiosk.bridge

// The consultation form, one screen at a time.
PagePane {
    id: root

    required property SignUpView signUp
    required property VisitView visit

    page: signUp.page.kind ? signUp.page : null
    field: signUp.field
    capitals: signUp.capitals
    onCardTouched: about => page.kind === "choices" ? signUp.choose(about) : visit.goTo(about)
    onKeyTouched: (types, does) => does ? signUp.does(does) : signUp.type(types)
}
