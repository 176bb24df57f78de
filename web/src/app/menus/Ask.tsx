/** A question before something that cannot be undone. The safe answer has the focus first. */
import { Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";

import { Button } from "../ui/Button.js";
import "./menus.css";

export interface Question {
  readonly title: string;
  /** What is lost, and what is not. */
  readonly detail: string;
  readonly yes: string;
  readonly no: string;
  readonly onYes: () => void;
}

export default function Ask(props: Question & { readonly onClose: () => void }): React.ReactNode {
  const { title, detail, yes, no, onYes, onClose } = props;
  const answer = (): void => {
    onClose();
    onYes();
  };
  return (
    <ModalOverlay className="dialog-ground" isOpen isDismissable onOpenChange={onClose}>
      <Modal className="dialog-box">
        <Dialog className="dialog stack" role="alertdialog">
          <Heading slot="title">{title}</Heading>
          <p>{detail}</p>
          <div className="actions">
            <Button autoFocus onClick={onClose}>
              {no}
            </Button>
            <Button look="danger" onClick={answer}>
              {yes}
            </Button>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
