import QtQuick
import kiosk.ui
import kiosk.bridge

// The consultation form, one screen at a time.
PagePane {
    id: root

    required property SignUpView signUp

    page: signUp.page.frame ? signUp.page : null
    field: signUp.field
    capitals: signUp.capitals
    onActed: action => signUp.act(action)
}
