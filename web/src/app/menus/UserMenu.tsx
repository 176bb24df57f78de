/** The menu of the signed-in user; shown opened, as it is loaded when it is asked for. */
import { Button, Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";

import * as appText from "#messages/app";
import { useSession } from "../auth/signIn.js";
import { leave } from "../push/leave.js";
import { navigate } from "../router.js";
import "./menus.css";

interface Props {
  readonly label: string;
  readonly initials: string;
}

export default function UserMenu({ label, initials }: Props): React.ReactNode {
  const { api, person, signIn } = useSession();
  return (
    <MenuTrigger defaultOpen>
      <Button className="who-button" aria-label={label}>
        {initials}
      </Button>
      <Popover className="popover" placement="bottom end">
        <p className="hint">{person.name}</p>
        <Menu className="menu" aria-label={appText.account}>
          <MenuItem className="menu-item" onAction={navigate.bind(null, "/account", {})}>
            {appText.account}
          </MenuItem>
          <MenuItem className="menu-item" onAction={navigate.bind(null, "/repeating", {})}>
            {appText.repeating}
          </MenuItem>
          <MenuItem className="menu-item" onAction={() => void leave(signIn, api)}>
            {appText.signOut}
          </MenuItem>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
