import QtQuick
import kiosk.ui
import kiosk.bridge

// The pages for staff, one at a time.
PagePane {
    id: root

    required property StaffView staff

    page: staff.page.frame ? staff.page : null
    field: staff.field
    capitals: staff.capitals
    onActed: action => staff.touch(action)
}
